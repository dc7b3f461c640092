package io.bulkhead.host.telemetry.logging;

import java.util.Map;

/**
 * Names of loggers: by package as users see them ({@code bulkhead.rest}), by class as the code has
 * them. MLServer's names stand for what is their like here.
 */
final class LogNames {
    /** Who asked for what; nothing else is logged under it. */
    static final String ACCESS = "bulkhead.access";

    private static final String SHOWN = "bulkhead";
    private static final String CODE = "io.bulkhead.host";

    private static final Map<String, String> MLSERVERS =
            Map.of(
                    "mlserver", CODE,
                    "mlserver.parallel", CODE + ".runtime.process",
                    "mlserver.metrics", CODE + ".telemetry",
                    "uvicorn", CODE + ".rest",
                    "uvicorn.error", CODE + ".rest",
                    "uvicorn.access", ACCESS);

    private LogNames() {}

    /** The name as a line shows it. */
    static String shown(String logger) {
        if (!logger.startsWith(CODE) || logger.length() == CODE.length()) {
            return logger.equals(CODE) ? SHOWN : logger;
        }
        int end = logger.lastIndexOf('.');
        boolean isClass = Character.isUpperCase(logger.charAt(end + 1));
        return SHOWN + logger.substring(CODE.length(), isClass ? end : logger.length());
    }

    /** The logger that a user means; empty is the root. */
    static String inCode(String name) {
        String known = MLSERVERS.get(name);
        if (known != null) {
            return known;
        }
        if (name.equals(ACCESS)) {
            return name;
        }
        for (String prefix : new String[] {SHOWN, "mlserver"}) {
            if (name.equals(prefix) || name.startsWith(prefix + ".")) {
                return CODE + name.substring(prefix.length());
            }
        }
        return name;
    }
}
