package io.bulkhead.host.codec.json;

import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.codec.json.JsonBuffer;
import io.bulkhead.codec.json.ParametersWriter;
import io.bulkhead.host.config.EffectiveSetting;
import io.bulkhead.host.dataplane.ModelConfiguration;
import io.bulkhead.host.dataplane.ModelConfiguration.Jar;
import io.bulkhead.host.dataplane.ModelConfiguration.Placement;
import io.bulkhead.host.dataplane.ModelConfiguration.Plugin;
import io.bulkhead.host.dataplane.ModelConfiguration.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes the configuration of a model. The first fields are those that Triton's clients read; it is
 * asked for by people, so it is put together as a tree.
 */
public final class ConfigurationWriter {
    private static final int CAPACITY = 4096;

    private ConfigurationWriter() {}

    /** The whole configuration. */
    public static JsonBuffer write(ModelConfiguration model) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("name", model.id().name());
        if (!model.id().version().isEmpty()) {
            root.put("version", model.id().version());
        }
        root.put("platform", model.platform());
        root.put("backend", model.plugin().runtime());
        root.put("max_batch_size", 0L);
        root.put("input", tensors(model.inputs()));
        root.put("output", tensors(model.outputs()));
        root.put("settings", settings(model.settings()));
        root.put("artifact", artifact(model));
        root.put("placement", placement(model.placement()));
        root.put("plugin", plugin(model.plugin()));
        JsonBuffer out = new JsonBuffer(CAPACITY);
        ParametersWriter.writeMap(root, out);
        return out;
    }

    private static List<Object> tensors(List<TensorMetadata> tensors) {
        List<Object> list = new ArrayList<>();
        for (TensorMetadata tensor : tensors) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("name", tensor.name());
            entry.put("data_type", "TYPE_" + tritonName(tensor.datatype()));
            List<Object> dimensions = new ArrayList<>();
            for (long dimension : tensor.shape().toArray()) {
                dimensions.add(dimension);
            }
            entry.put("dims", dimensions);
            list.add(entry);
        }
        return list;
    }

    private static String tritonName(Datatype datatype) {
        return datatype == Datatype.BYTES ? "STRING" : datatype.name();
    }

    private static Map<String, Object> settings(List<EffectiveSetting> settings) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (EffectiveSetting setting : settings) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("value", setting.value());
            entry.put("source", setting.source());
            map.put(setting.name(), entry);
        }
        return map;
    }

    private static Map<String, Object> artifact(ModelConfiguration model) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("file", model.artifact());
        map.put("properties", model.properties().asMap());
        return map;
    }

    private static Map<String, Object> placement(Placement placement) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("isolation", placement.isolation().name().toLowerCase(Locale.ROOT));
        map.put("reason", placement.reason());
        map.put("ready", placement.ready());
        return map;
    }

    private static Map<String, Object> plugin(Plugin plugin) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("runtime", plugin.runtime());
        map.put("id", plugin.id());
        map.put("version", plugin.version());
        map.put("fingerprint", plugin.fingerprint());
        map.put("source", source(plugin.source()));
        map.put("jars", plugin.jars().stream().map(ConfigurationWriter::jar).toList());
        return map;
    }

    private static Map<String, Object> source(Source source) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("kind", source.kind());
        map.put("reason", source.text());
        if (!source.sha256().isEmpty()) {
            map.put("sha256", source.sha256());
        }
        return map;
    }

    private static Map<String, Object> jar(Jar jar) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("file", jar.file());
        map.put("fingerprint", jar.fingerprint());
        map.put("native_libraries", jar.nativeLibraries());
        return map;
    }
}
