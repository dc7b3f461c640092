package io.bulkhead.host.rest;

import java.util.List;
import org.eclipse.jetty.http.HttpMethod;

/** The endpoints: the methods that each takes and its path, as labels of metrics show it. */
enum Route {
    SERVER_METADATA(HttpMethod.GET, "/v2"),
    LOGGING("/v2/logging", HttpMethod.GET, HttpMethod.POST),
    SERVER_LIVE(HttpMethod.GET, "/v2/health/live"),
    SERVER_READY(HttpMethod.GET, "/v2/health/ready"),
    DOCS(HttpMethod.GET, "/v2/docs"),
    DOCS_DOCUMENT(HttpMethod.GET, "/v2/docs/dataplane.json"),
    DOCS_ASSET(HttpMethod.GET, "/v2/docs/ui/{file}"),
    ALL_STATISTICS(HttpMethod.GET, "/v2/models/stats"),
    MODEL_METADATA(HttpMethod.GET, Paths.MODEL),
    MODEL_CONFIG(HttpMethod.GET, Paths.MODEL + "/config"),
    MODEL_STATISTICS(HttpMethod.GET, Paths.MODEL + "/stats"),
    MODEL_READY(HttpMethod.GET, Paths.MODEL + "/ready"),
    MODEL_DOCS(HttpMethod.GET, Paths.MODEL + "/docs"),
    MODEL_DOCS_DOCUMENT(HttpMethod.GET, Paths.MODEL + "/docs/dataplane.json"),
    INFER(HttpMethod.POST, Paths.MODEL + "/infer"),
    GENERATE(HttpMethod.POST, Paths.MODEL + "/generate"),
    INFER_STREAM(HttpMethod.POST, Paths.MODEL + "/infer_stream"),
    GENERATE_STREAM(HttpMethod.POST, Paths.MODEL + "/generate_stream"),
    SHARED_MEMORY_STATUS(HttpMethod.GET, Paths.SYSTEM + "/status"),
    SHARED_MEMORY_UNREGISTER(HttpMethod.POST, Paths.SYSTEM + "/unregister"),
    SHARED_REGION_STATUS(HttpMethod.GET, Paths.SYSTEM + "/region/{region_name}/status"),
    SHARED_REGION_REGISTER(HttpMethod.POST, Paths.SYSTEM + "/region/{region_name}/register"),
    SHARED_REGION_UNREGISTER(HttpMethod.POST, Paths.SYSTEM + "/region/{region_name}/unregister"),
    CUDA_MEMORY_STATUS(HttpMethod.GET, Paths.CUDA + "/status"),
    CUDA_MEMORY_UNREGISTER(HttpMethod.POST, Paths.CUDA + "/unregister"),
    CUDA_REGION_STATUS(HttpMethod.GET, Paths.CUDA + "/region/{region_name}/status"),
    CUDA_REGION_REGISTER(HttpMethod.POST, Paths.CUDA + "/region/{region_name}/register"),
    CUDA_REGION_UNREGISTER(HttpMethod.POST, Paths.CUDA + "/region/{region_name}/unregister"),
    OPENAI_MODELS(HttpMethod.GET, Paths.OPENAI_MODELS),
    OPENAI_MODEL(HttpMethod.GET, Paths.OPENAI_MODELS + "/{model_name}"),
    INDEX(HttpMethod.POST, "/v2/repository/index"),
    LOAD(HttpMethod.POST, Paths.REPOSITORY_MODEL + "/load"),
    UNLOAD(HttpMethod.POST, Paths.REPOSITORY_MODEL + "/unload");

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<HttpMethod> methods;

    private final String template;
    private final String versionedTemplate;

    Route(HttpMethod method, String template) {
        this(template, method);
    }

    Route(String template, HttpMethod... methods) {
        this.methods = List.of(methods);
        this.template = template;
        this.versionedTemplate =
                template.replace(Paths.MODEL, Paths.MODEL + "/versions/{model_version}");
    }

    List<HttpMethod> methods() {
        return methods;
    }

    /** The path with its variable parts in braces. */
    String template(boolean versioned) {
        return versioned ? versionedTemplate : template;
    }

    /** An enum's own constants cannot be used before it has its values. */
    private static final class Paths {
        private static final String MODEL = "/v2/models/{model_name}";
        private static final String OPENAI_MODELS = "/v1/models";
        private static final String SYSTEM = "/v2/systemsharedmemory";
        private static final String CUDA = "/v2/cudasharedmemory";
        private static final String REPOSITORY_MODEL = "/v2/repository/models/{model_name}";
    }
}
