package io.bulkhead.host.rest;

import java.util.Optional;

/** Finds the endpoint of a path. Names are taken percent-encoded, as they come over the wire. */
final class Router {
    private static final int MAX_SEGMENTS = 7;

    private Router() {}

    /** The endpoint of this path; empty if there is none. */
    static Optional<Target> route(String path) {
        int[] starts = new int[MAX_SEGMENTS + 1];
        int count = split(path, starts);
        if (count == 0 || !segmentIs(path, starts, 0, "v2")) {
            return ofOpenAi(path, starts, count);
        }
        return switch (count) {
            case 1 -> Optional.of(new Target(Route.SERVER_METADATA));
            case 2 -> ofTwo(path, starts);
            case 3 -> ofThree(path, starts);
            case 4 -> ofFour(path, starts);
            case 5 -> ofFive(path, starts);
            case 6 -> ofSix(path, starts);
            case 7 -> ofSeven(path, starts);
            default -> Optional.empty();
        };
    }

    /**
     * Notes where segments start; the last entry is one behind the end. 0 if it is no such path.
     */
    private static int split(String path, int[] starts) {
        if (path.isEmpty() || path.charAt(0) != '/') {
            return 0;
        }
        int count = 0;
        int at = 0;
        while (at >= 0) {
            if (count == MAX_SEGMENTS) {
                return 0;
            }
            starts[count++] = at + 1;
            at = path.indexOf('/', at + 1);
        }
        starts[count] = path.length() + 1;
        return count;
    }

    private static boolean segmentIs(String path, int[] starts, int index, String text) {
        return starts[index + 1] - 1 - starts[index] == text.length()
                && path.startsWith(text, starts[index]);
    }

    private static String segment(String path, int[] starts, int index) {
        return path.substring(starts[index], starts[index + 1] - 1);
    }

    private static Optional<Target> ofOpenAi(String path, int[] starts, int count) {
        if (count < 2
                || count > 3
                || !segmentIs(path, starts, 0, "v1")
                || !segmentIs(path, starts, 1, "models")) {
            return Optional.empty();
        }
        return count == 2
                ? Optional.of(new Target(Route.OPENAI_MODELS))
                : ofModel(Route.OPENAI_MODEL, path, starts, 2);
    }

    private static Optional<Target> ofTwo(String path, int[] starts) {
        if (segmentIs(path, starts, 1, "docs")) {
            return Optional.of(new Target(Route.DOCS));
        }
        return segmentIs(path, starts, 1, "logging")
                ? Optional.of(new Target(Route.LOGGING))
                : Optional.empty();
    }

    private static Optional<Target> ofThree(String path, int[] starts) {
        if (segmentIs(path, starts, 1, "models")) {
            if (segmentIs(path, starts, 2, "stats")) {
                return Optional.of(new Target(Route.ALL_STATISTICS));
            }
            return ofModel(Route.MODEL_METADATA, path, starts, 2);
        }
        if (segmentIs(path, starts, 1, "health")) {
            if (segmentIs(path, starts, 2, "live")) {
                return Optional.of(new Target(Route.SERVER_LIVE));
            }
            return segmentIs(path, starts, 2, "ready")
                    ? Optional.of(new Target(Route.SERVER_READY))
                    : Optional.empty();
        }
        if (segmentIs(path, starts, 1, "docs") && segmentIs(path, starts, 2, "dataplane.json")) {
            return Optional.of(new Target(Route.DOCS_DOCUMENT));
        }
        if (segmentIs(path, starts, 1, "repository") && segmentIs(path, starts, 2, "index")) {
            return Optional.of(new Target(Route.INDEX));
        }
        return SharedMemoryRoutes.ofAll(segment(path, starts, 1), segment(path, starts, 2));
    }

    private static Optional<Target> ofFour(String path, int[] starts) {
        Optional<Route> verb = modelVerb(path, starts, 3);
        if (segmentIs(path, starts, 1, "docs") && segmentIs(path, starts, 2, "ui")) {
            return Optional.of(new Target(Route.DOCS_ASSET));
        }
        return verb.isPresent() && segmentIs(path, starts, 1, "models")
                ? ofModel(verb.get(), path, starts, 2)
                : Optional.empty();
    }

    private static Optional<Target> ofFive(String path, int[] starts) {
        if (segmentIs(path, starts, 1, "models") && segmentIs(path, starts, 3, "versions")) {
            return ofVersion(Route.MODEL_METADATA, path, starts);
        }
        if (segmentIs(path, starts, 1, "models") && isModelDocument(path, starts, 3)) {
            return ofModel(Route.MODEL_DOCS_DOCUMENT, path, starts, 2);
        }
        if (segmentIs(path, starts, 2, "region")) {
            return name(path, starts, 3)
                    .flatMap(
                            region ->
                                    SharedMemoryRoutes.ofOne(
                                            segment(path, starts, 1),
                                            region,
                                            segment(path, starts, 4)));
        }
        if (!segmentIs(path, starts, 1, "repository") || !segmentIs(path, starts, 2, "models")) {
            return Optional.empty();
        }
        if (segmentIs(path, starts, 4, "load")) {
            return ofModel(Route.LOAD, path, starts, 3);
        }
        return segmentIs(path, starts, 4, "unload")
                ? ofModel(Route.UNLOAD, path, starts, 3)
                : Optional.empty();
    }

    private static Optional<Target> ofSix(String path, int[] starts) {
        Optional<Route> verb = modelVerb(path, starts, 5);
        return verb.isPresent()
                        && segmentIs(path, starts, 1, "models")
                        && segmentIs(path, starts, 3, "versions")
                ? ofVersion(verb.get(), path, starts)
                : Optional.empty();
    }

    private static Optional<Target> ofSeven(String path, int[] starts) {
        return segmentIs(path, starts, 1, "models")
                        && segmentIs(path, starts, 3, "versions")
                        && isModelDocument(path, starts, 5)
                ? ofVersion(Route.MODEL_DOCS_DOCUMENT, path, starts)
                : Optional.empty();
    }

    private static boolean isModelDocument(String path, int[] starts, int index) {
        return segmentIs(path, starts, index, "docs")
                && segmentIs(path, starts, index + 1, "dataplane.json");
    }

    private static Optional<Route> modelVerb(String path, int[] starts, int index) {
        return switch (segment(path, starts, index)) {
            case "infer" -> Optional.of(Route.INFER);
            case "config" -> Optional.of(Route.MODEL_CONFIG);
            case "stats" -> Optional.of(Route.MODEL_STATISTICS);
            case "ready" -> Optional.of(Route.MODEL_READY);
            case "docs" -> Optional.of(Route.MODEL_DOCS);
            case "generate" -> Optional.of(Route.GENERATE);
            case "infer_stream" -> Optional.of(Route.INFER_STREAM);
            case "generate_stream" -> Optional.of(Route.GENERATE_STREAM);
            default -> Optional.empty();
        };
    }

    private static Optional<Target> ofModel(Route route, String path, int[] starts, int index) {
        return name(path, starts, index).map(model -> new Target(route, model, ""));
    }

    private static Optional<Target> ofVersion(Route route, String path, int[] starts) {
        Optional<String> version = name(path, starts, 4);
        return version.isPresent()
                ? name(path, starts, 2).map(model -> new Target(route, model, version.get()))
                : Optional.empty();
    }

    private static Optional<String> name(String path, int[] starts, int index) {
        return name(segment(path, starts, index));
    }

    /** The name that a segment stands for; empty if it is none that anything can have. */
    static Optional<String> name(String segment) {
        return PercentEncoding.decode(segment).filter(Router::isName);
    }

    /** Names that could be taken for paths are nobody's; so is the empty one. */
    private static boolean isName(String name) {
        return !name.isEmpty()
                && !name.equals(".")
                && !name.equals("..")
                && name.indexOf('/') < 0
                && name.indexOf('\\') < 0
                && name.indexOf('\0') < 0;
    }
}
