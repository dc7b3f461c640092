package io.bulkhead.host.plugin;

import io.bulkhead.api.Isolation;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.host.config.EnvironmentRequest.Language;
import io.bulkhead.host.config.ModelDefinition;
import io.bulkhead.host.environment.Environment;
import io.bulkhead.host.environment.EnvironmentLease;
import io.bulkhead.host.environment.EnvironmentSource;
import io.bulkhead.host.environment.PythonFacts;
import io.bulkhead.host.environment.PythonHome;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runtimes that are classes in Python, and the Pythons that can run them: each is asked what it
 * has, in a process of its own, whenever a model is loaded.
 */
final class PythonRuntimes {
    private static final Logger LOG = LoggerFactory.getLogger(PythonRuntimes.class);
    private static final Pattern IMPORT_PATH =
            Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*(\\.[\\p{L}_][\\p{L}\\p{N}_]*)+");

    private final List<Path> pythons;

    /**
     * @param pythons interpreters or folders of environments, best first
     */
    PythonRuntimes(List<Path> pythons) {
        this.pythons = List.copyOf(pythons);
    }

    /**
     * Whether what a model names looks like a class in Python, and it does not say that it is none.
     */
    boolean mayBe(ModelDefinition model) {
        boolean java = model.environment().language().filter(Language.JAVA::equals).isPresent();
        return !java && IMPORT_PATH.matcher(model.settings().implementation()).matches();
    }

    /**
     * A runtime in an environment that the model names. It is used if it can be: what lies beside
     * the model may ask for more than the model needs.
     *
     * @param environment one with a Python; taken over if this returns
     */
    RuntimeLease in(EnvironmentLease environment, ModelDefinition model, String implementation) {
        requirePythonMayRun(model);
        Environment wanted = environment.environment();
        PythonHome python = wanted.python().orElseThrow();
        PythonHome asked = required(python, model, implementation, wanted.source().text());
        Environment described = Environment.ofPython(asked, wanted.origin(), wanted.source());
        return new RuntimeLease(source(described, implementation), environment);
    }

    private static void requirePythonMayRun(ModelDefinition model) {
        if (model.environment().language().filter(Language.JAVA::equals).isPresent()) {
            throw ServingException.loadFailed(
                    "its environment is a Python, and parameters.runtime says that it runs in"
                            + " Java",
                    null);
        }
    }

    /**
     * A runtime in the Python that the model names, else in the first of the server's that has all
     * that it needs.
     *
     * @throws ServingException {@code MODEL_LOAD_FAILED} if there is none, with what each lacks
     */
    RuntimeSource source(ModelDefinition model, String implementation) {
        Optional<String> named = model.environment().python();
        if (named.isPresent()) {
            String text = "the Python '" + named.get() + "'";
            Path path = located(named.get(), model.folder());
            PythonHome python =
                    PythonHome.at(path)
                            .orElseThrow(
                                    () ->
                                            ServingException.loadFailed(
                                                    text + " of the settings does not exist",
                                                    null));
            return source(required(python, model, implementation, text), path, implementation);
        }
        return searched(model, implementation);
    }

    private static Path located(String text, Path folder) {
        String home = System.getProperty("user.home", "~");
        String expanded = text.startsWith("~/") ? home + text.substring(1) : text;
        Path near = folder.resolve(expanded).normalize();
        return java.nio.file.Files.exists(near)
                ? near
                : Path.of(expanded).toAbsolutePath().normalize();
    }

    private static PythonHome required(
            PythonHome python, ModelDefinition model, String implementation, String text) {
        PythonFacts facts = facts(python, model, implementation, text);
        String lack = lack(facts, implementation);
        if (!lack.isEmpty()) {
            throw ServingException.loadFailed(text + " " + lack, null);
        }
        facts.unmet().forEach(unmet -> LOG.warn("Model {}: {}: {}", model.id(), text, unmet));
        return python.saying(facts.python(), facts.mlserver().orElse(""));
    }

    private static PythonFacts facts(
            PythonHome python, ModelDefinition model, String implementation, String text) {
        String module = implementation.substring(0, Math.max(0, implementation.lastIndexOf('.')));
        try {
            return PythonFacts.of(
                    python.interpreter(), module.isEmpty() ? "mlserver" : module, model.folder());
        } catch (ServingException e) {
            throw ServingException.loadFailed(text + ": " + e.reason(), e);
        }
    }

    private static String lack(PythonFacts facts, String implementation) {
        if (facts.mlserver().isEmpty()) {
            return "(" + facts.python() + ") has no MLServer: install the package 'mlserver' there";
        }
        return facts.hasModule()
                ? ""
                : "("
                        + facts.python()
                        + ") has no module '"
                        + implementation.replaceFirst("\\..*", "")
                        + "', and there is none beside the model";
    }

    private RuntimeSource searched(ModelDefinition model, String implementation) {
        Set<String> reasons = new TreeSet<>();
        for (Path path : pythons) {
            String text = "the Python '" + path.getFileName() + "'";
            try {
                PythonHome python =
                        PythonHome.at(path)
                                .orElseThrow(
                                        () -> ServingException.loadFailed("does not exist", null));
                PythonFacts facts = facts(python, model, implementation, text);
                String lack = lack(facts, implementation);
                if (lack.isEmpty() && facts.unmet().isEmpty()) {
                    PythonHome asked = python.saying(facts.python(), facts.mlserver().orElse(""));
                    return source(asked, path, implementation);
                }
                reasons.add(
                        text
                                + " "
                                + (lack.isEmpty()
                                        ? "("
                                                + facts.python()
                                                + "): "
                                                + String.join(", ", facts.unmet())
                                        : lack));
            } catch (ServingException e) {
                reasons.add(e.reason());
            }
        }
        throw ServingException.loadFailed(
                reasons.isEmpty()
                        ? "there is no Python here; name one in the setting 'python'"
                        : String.join("; ", reasons),
                null);
    }

    private static RuntimeSource source(PythonHome python, Path origin, String implementation) {
        EnvironmentSource found =
                new EnvironmentSource(EnvironmentSource.Kind.PYTHON, python.words(), "");
        return source(Environment.ofPython(python, origin, found), implementation);
    }

    private static RuntimeSource source(Environment environment, String implementation) {
        return new RuntimeSource(
                environment,
                implementation,
                Set.of(),
                List.of(),
                Isolation.PROCESS,
                Set.of(Isolation.PROCESS));
    }
}
