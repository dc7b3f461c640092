package io.bulkhead.host.telemetry.tracing;

import io.bulkhead.host.config.SettingsException;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Traces by OpenTelemetry's SDK, which sends spans by itself. Owns the SDK. */
final class OtelTracing implements Tracing {
    private static final String SCOPE = "io.bulkhead";
    private static final long LAST_SPANS_SECONDS = 5;

    private final Map<String, String> properties;
    private final OpenTelemetrySdk sdk;
    private final Tracer tracer;
    private final TextMapPropagator propagator;

    private OtelTracing(Map<String, String> properties, OpenTelemetrySdk sdk) {
        this.properties = Map.copyOf(properties);
        this.sdk = sdk;
        OpenTelemetry telemetry = sdk;
        this.tracer = telemetry.getTracer(SCOPE);
        this.propagator = telemetry.getPropagators().getTextMapPropagator();
    }

    static OtelTracing start(Map<String, String> properties) {
        try {
            OpenTelemetrySdk sdk =
                    AutoConfiguredOpenTelemetrySdk.builder()
                            .addPropertiesCustomizer(config -> properties)
                            .setServiceClassLoader(OtelTracing.class.getClassLoader())
                            .disableShutdownHook()
                            .build()
                            .getOpenTelemetrySdk();
            return new OtelTracing(properties, sdk);
        } catch (ConfigurationException e) {
            throw new SettingsException(List.of("traces cannot be sent: " + e.getMessage()));
        }
    }

    @Override
    public boolean isOn() {
        return true;
    }

    @Override
    public TraceSpan begin(String name, HeaderSource headers) {
        Context parent = propagator.extract(Context.root(), headers, new Getter());
        return new OtelSpan(
                tracer,
                propagator,
                parent,
                tracer.spanBuilder(name)
                        .setParent(parent)
                        .setSpanKind(SpanKind.SERVER)
                        .startSpan());
    }

    @Override
    public Map<String, String> properties() {
        return properties;
    }

    @Override
    public void close() {
        sdk.shutdown().join(LAST_SPANS_SECONDS, TimeUnit.SECONDS);
    }

    private static final class Getter implements TextMapGetter<HeaderSource> {
        @Override
        public Iterable<String> keys(HeaderSource headers) {
            return List.of(); // only asked by propagators that take headers of any name
        }

        @Override
        public @Nullable String get(@Nullable HeaderSource headers, String name) {
            return headers == null ? null : headers.header(name);
        }
    }
}
