package io.bulkhead.host.plugin;

import io.bulkhead.api.Isolation;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.host.config.EnvironmentRequest.Language;
import io.bulkhead.host.config.ModelDefinition;
import io.bulkhead.host.config.PythonChoice;
import io.bulkhead.host.environment.Environment;
import io.bulkhead.host.environment.EnvironmentLease;
import io.bulkhead.host.environment.EnvironmentSource;
import io.bulkhead.host.environment.PythonFacts;
import io.bulkhead.host.environment.PythonHome;
import io.bulkhead.host.environment.PythonInquiry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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

    private final PythonChoice pythons;

    PythonRuntimes(PythonChoice pythons) {
        this.pythons = pythons;
    }

    /**
     * Whether what a model names looks like a class in Python, and it does not say that it is none.
     */
    boolean mayBe(ModelDefinition model) {
        return !isJava(model) && IMPORT_PATH.matcher(model.settings().implementation()).matches();
    }

    /** Whether the server's settings name a Python, and the model does not say that it is Java. */
    boolean mayRunCode(ModelDefinition model) {
        return pythons.isNamed() && !isJava(model);
    }

    private static boolean isJava(ModelDefinition model) {
        return model.environment().language().filter(Language.JAVA::equals).isPresent();
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
        if (isJava(model)) {
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
        return Files.exists(near) ? near : Path.of(expanded).toAbsolutePath().normalize();
    }

    private static PythonHome required(
            PythonHome python, ModelDefinition model, String implementation, String text) {
        PythonFacts facts = facts(python, model, implementation, text);
        String lack = lack(facts, implementation);
        if (!lack.isEmpty()) {
            throw ServingException.loadFailed(text + " " + lack, null);
        }
        warn(model, text, facts.unmet());
        warn(model, text, facts.advice());
        return python.saying(facts);
    }

    private static void warn(ModelDefinition model, String python, List<String> unmet) {
        unmet.forEach(one -> LOG.warn("Model {}: {}: {}", model.id(), python, one));
    }

    /** What a model needs may be written down beside its settings and beside its artefact. */
    private static List<Path> folders(ModelDefinition model) {
        Path folder = model.folder();
        Stream<Path> artifact =
                model.uri().filter(uri -> !uri.contains(":")).map(folder::resolve).stream();
        return Stream.concat(Stream.of(folder), artifact)
                .map(path -> path.toAbsolutePath().normalize())
                .filter(Files::isDirectory)
                .distinct()
                .toList();
    }

    private static PythonFacts facts(
            PythonHome python, ModelDefinition model, String implementation, String text) {
        String module = implementation.substring(0, Math.max(0, implementation.lastIndexOf('.')));
        try {
            return PythonInquiry.ask(
                    python.interpreter(), module.isEmpty() ? "mlserver" : module, folders(model));
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
        List<Candidate> fit = new ArrayList<>();
        for (Path place : pythons.places()) {
            String text = "the Python '" + place.getFileName() + "'";
            try {
                Candidate candidate = candidate(place, model, implementation, text);
                if (candidate.python().advice().isEmpty()) {
                    return candidate.source(implementation);
                }
                fit.add(candidate);
            } catch (ServingException e) {
                reasons.add(e.reason());
            }
        }
        if (fit.isEmpty()) {
            throw ServingException.loadFailed(
                    reasons.isEmpty()
                            ? "there is no Python here; name one in the setting 'python'"
                            : String.join("; ", reasons),
                    null);
        }
        warn(model, "its Python", fit.get(0).python().advice());
        return fit.get(0).source(implementation);
    }

    /** One that can run the model. */
    private record Candidate(Path place, PythonHome python) {
        RuntimeSource source(String implementation) {
            return PythonRuntimes.source(python, place, implementation);
        }
    }

    private static Candidate candidate(
            Path place, ModelDefinition model, String implementation, String text) {
        PythonHome python =
                PythonHome.at(place)
                        .orElseThrow(
                                () -> ServingException.loadFailed(text + " does not exist", null));
        PythonFacts facts = facts(python, model, implementation, text);
        String lack = lack(facts, implementation);
        if (!lack.isEmpty()) {
            throw ServingException.loadFailed(text + " " + lack, null);
        }
        if (!facts.unmet().isEmpty()) {
            String unmet = String.join(", ", facts.unmet());
            throw ServingException.loadFailed(text + " (" + facts.python() + "): " + unmet, null);
        }
        return new Candidate(place, python.saying(facts));
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
