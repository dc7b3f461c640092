package io.bulkhead.host.codec.json;

import io.bulkhead.codec.json.JsonBuffer;
import io.bulkhead.codec.json.ParametersWriter;
import io.bulkhead.host.dataplane.InferenceCounts;
import io.bulkhead.host.dataplane.InferenceCounts.Total;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the answer of the statistics extension, with Triton's fields. */
public final class StatisticsWriter {
    private static final int CAPACITY = 2048;
    private static final Total NEVER = new Total(0, 0);

    private StatisticsWriter() {}

    /** The statistics of these models. */
    public static JsonBuffer write(List<InferenceCounts> models) {
        JsonBuffer out = new JsonBuffer(CAPACITY);
        ParametersWriter.writeMap(
                Map.of("model_stats", models.stream().map(StatisticsWriter::model).toList()), out);
        return out;
    }

    private static Map<String, Object> model(InferenceCounts model) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", model.model().name());
        map.put("version", model.model().version());
        map.put("last_inference", model.lastRequestMillis());
        map.put("inference_count", model.success().count());
        map.put("execution_count", model.success().count());
        map.put("inference_stats", stages(model));
        map.put("batch_stats", List.of()); // nothing is batched
        return map;
    }

    private static Map<String, Object> stages(InferenceCounts model) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("success", total(model.success()));
        map.put("fail", total(model.fail()));
        map.put("queue", total(model.queue()));
        map.put("compute_input", total(model.computeInput()));
        map.put("compute_infer", total(model.computeInfer()));
        map.put("compute_output", total(model.computeOutput()));
        map.put("cache_hit", total(NEVER));
        map.put("cache_miss", total(NEVER));
        return map;
    }

    private static Map<String, Object> total(Total total) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("count", total.count());
        map.put("ns", total.nanos());
        return map;
    }
}
