package io.bulkhead.host.plugin;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.host.environment.Environment;
import io.bulkhead.host.environment.JarContents;
import java.io.IOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;

/**
 * Says in words what the JVM says of classes that do not fit together: which class, in which jar,
 * what it needs and what to do about it. Only asked when loading has failed.
 */
public final class LoadFault {
    private static final Pattern CLASS_FILE =
            Pattern.compile("^(\\S+) has been compiled by .*class file version (\\d+)");
    private static final int FIRST_CLASS_FILE = 44;
    private static final String SERVER = "io/bulkhead/host/";

    private final Environment environment;

    private LoadFault(Environment environment) {
        this.environment = environment;
    }

    /**
     * Calls into a plugin, which may find out only then that a class is missing or does not fit.
     *
     * @throws ServingException {@code MODEL_LOAD_FAILED} with the reason if that is what happens
     */
    public static <T> T explain(Environment environment, Supplier<T> call) {
        try {
            return call.get();
        } catch (ServingException e) {
            if (e.code() != ErrorCode.INTERNAL || e.getCause() == null) {
                throw e;
            }
            throw new LoadFault(environment)
                    .reason(e.getCause())
                    .map(reason -> ServingException.loadFailed(reason, e))
                    .orElse(e);
        }
    }

    /** The innermost fault is what the others follow from. */
    private Optional<String> reason(Throwable failure) {
        Optional<String> reason = Optional.empty();
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable cause = failure;
                cause != null && seen.add(cause);
                cause = cause.getCause()) {
            Optional<String> deeper = ownReason(cause);
            reason = deeper.isPresent() ? deeper : reason;
        }
        return reason;
    }

    private Optional<String> ownReason(Throwable fault) {
        String message = String.valueOf(fault.getMessage());
        if (fault instanceof UnsupportedClassVersionError) {
            return Optional.of(newerJava(message));
        }
        if (fault instanceof UnsatisfiedLinkError) {
            return Optional.of("a native library does not link: " + firstLine(message));
        }
        if (fault instanceof NoClassDefFoundError) {
            return message.contains(" ")
                    ? Optional.of(withPlugin("a class cannot be used: " + firstLine(message)))
                    : Optional.of(missing(message, fault));
        }
        if (fault instanceof ClassNotFoundException) {
            return Optional.of(missing(message.replace('.', '/'), fault));
        }
        if (fault instanceof ExceptionInInitializerError) {
            return Optional.of(
                    withPlugin("a class cannot be initialised: " + shown(fault.getCause())));
        }
        return fault instanceof LinkageError
                ? Optional.of(misfit(fault, firstLine(message)))
                : Optional.empty();
    }

    private String newerJava(String message) {
        Matcher words = CLASS_FILE.matcher(message);
        if (!words.find()) {
            return withPlugin("a class is compiled for a newer Java: " + firstLine(message));
        }
        int needed = Integer.parseInt(words.group(2)) - FIRST_CLASS_FILE;
        int running = Runtime.version().feature();
        return withPlugin(
                "class "
                        + words.group(1).replace('/', '.')
                        + in(words.group(1))
                        + " is compiled for Java "
                        + needed
                        + ", and this is Java "
                        + running
                        + "; take a build for Java "
                        + running
                        + ", or name a Java "
                        + needed
                        + " in parameters.java_home");
    }

    private String missing(String internalName, Throwable fault) {
        String name = internalName.replace('/', '.');
        Optional<String> here = jarOf(internalName);
        String found =
                here.isPresent()
                        ? " is in " + here.get() + ", but cannot be seen from there"
                        : " is missing";
        String remedy =
                internalName.startsWith(SERVER)
                        ? "it is the server's, of which plugins see the API alone"
                        : here.isPresent()
                                ? "put both into one jar, or take the natives out of it"
                                : "add the jar that holds it to the plugin's lib/, or name its"
                                        + " Maven coordinates in parameters.dependencies";
        return withPlugin("class " + name + neededBy(fault) + found + "; " + remedy);
    }

    private String misfit(Throwable fault, String message) {
        return withPlugin(
                "two of its libraries do not fit together: "
                        + fault.getClass().getSimpleName()
                        + ": "
                        + message
                        + neededBy(fault)
                        + "; compare their versions");
    }

    /** The class whose code was running, if it is one of the plugin's. */
    private String neededBy(Throwable fault) {
        for (StackTraceElement frame : fault.getStackTrace()) {
            String name = frame.getClassName();
            Optional<String> jar = jarOf(name.replace('.', '/'));
            if (jar.isPresent()) {
                return ", which " + name + " in " + jar.get() + " needs,";
            }
        }
        return "";
    }

    private String in(String internalName) {
        return jarOf(internalName).map(jar -> " in " + jar).orElse("");
    }

    private Optional<String> jarOf(String internalName) {
        return environment.jars().stream()
                .filter(jar -> holds(jar, internalName + ".class"))
                .map(jar -> String.valueOf(jar.path().getFileName()))
                .findFirst();
    }

    private static boolean holds(JarContents jar, String entry) {
        try (ZipFile file = new ZipFile(jar.path().toFile())) {
            return file.getEntry(entry) != null;
        } catch (IOException unreadable) {
            return false; // then it is not the one that the class came from
        }
    }

    private String withPlugin(String what) {
        return "plugin '" + environment.label() + "': " + what;
    }

    private static String shown(@org.jspecify.annotations.Nullable Throwable cause) {
        return cause == null
                ? "its static initialiser failed"
                : cause.getClass().getSimpleName()
                        + ": "
                        + firstLine(String.valueOf(cause.getMessage()));
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}
