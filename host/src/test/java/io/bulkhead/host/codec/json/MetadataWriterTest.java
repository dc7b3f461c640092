package io.bulkhead.host.codec.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.host.controlplane.IndexEntry;
import io.bulkhead.host.dataplane.ModelDescription;
import io.bulkhead.host.dataplane.ServerMetadata;
import io.bulkhead.host.model.ModelState;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetadataWriterTest {
    @Test
    void writesTheServersMetadata() {
        assertThat(MetadataWriter.write(new ServerMetadata("mlserver", "1", List.of("a", "b"))))
                .hasToString(
                        "{\"name\":\"mlserver\",\"version\":\"1\",\"extensions\":[\"a\",\"b\"]}");
    }

    @Test
    void alwaysWritesAllSixFieldsOfAModel() {
        assertThat(
                        MetadataWriter.write(
                                new ModelDescription(
                                        "m",
                                        List.of(),
                                        "",
                                        List.of(),
                                        List.of(),
                                        Parameters.empty())))
                .hasToString(
                        "{\"name\":\"m\",\"versions\":[],\"platform\":\"\",\"inputs\":[],\"outputs\":[],"
                                + "\"parameters\":{}}");
    }

    @Test
    void writesInputsAndOutputs() {
        TensorMetadata input =
                new TensorMetadata(
                        "x", Datatype.FP32, Shape.of(-1, 4), Parameters.ofContentType("np"));
        TensorMetadata output =
                new TensorMetadata("y", Datatype.BYTES, Shape.of(-1), Parameters.empty());
        assertThat(
                        MetadataWriter.write(
                                        new ModelDescription(
                                                "m",
                                                List.of("v1"),
                                                "sklearn",
                                                List.of(input),
                                                List.of(output),
                                                Parameters.empty()))
                                .toString())
                .contains(
                        "\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[-1,4],"
                                + "\"parameters\":{\"content_type\":\"np\"}}],"
                                + "\"outputs\":[{\"name\":\"y\",\"datatype\":\"BYTES\",\"shape\":[-1]}]");
    }

    @Test
    void writesTheIndex() {
        assertThat(
                        MetadataWriter.write(
                                List.of(
                                        new IndexEntry("a", "", ModelState.READY, ""),
                                        new IndexEntry(
                                                "b", "2", ModelState.UNAVAILABLE, "no \"x\""))))
                .hasToString(
                        "[{\"name\":\"a\",\"state\":\"READY\",\"reason\":\"\"},{\"name\":\"b\",\"version\":\"2\",\"state\":\"UNAVAILABLE\",\"reason\":\"no"
                                + " \\\"x\\\"\"}]");
    }

    @Test
    void writesErrors() {
        assertThat(MetadataWriter.writeError("line\nbreak é"))
                .hasToString("{\"error\":\"line\\nbreak é\"}");
    }
}
