package io.bulkhead.testkit;

import io.bulkhead.client.InferenceClient;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts a real server before the tests of a class and closes it after the last. The tests fail at
 * once if one of its models does not load, with the reason.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final ServerExtension SERVER =
 *         ServerSetup.on(Path.of("models")).withRuntime(HousePrices.class).extension();
 * }</pre>
 *
 * <p>A test takes the server from here, or as a parameter: {@link RunningServer}, or an {@link
 * InferenceClient}, which is the one over REST.
 */
public final class ServerExtension
        implements BeforeAllCallback, AfterAllCallback, ParameterResolver {
    private final ServerSetup setup;
    private Optional<RunningServer> running = Optional.empty();

    ServerExtension(ServerSetup setup) {
        this.setup = setup;
    }

    /**
     * The server.
     *
     * @throws IllegalStateException before the first test and after the last
     */
    public RunningServer server() {
        return running.orElseThrow(
                () ->
                        new IllegalStateException(
                                "no server runs; is the field of the extension static?"));
    }

    /** Asks over REST. */
    public InferenceClient client() {
        return server().rest();
    }

    /** Where it answers over REST. */
    public URI address() {
        return server().restAddress();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        RunningServer started = setup.start();
        running = Optional.of(started);
        started.requireReady();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        running.ifPresent(RunningServer::close);
        running = Optional.empty();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == RunningServer.class || type == InferenceClient.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == InferenceClient.class ? client() : server();
    }
}
