package io.bulkhead.host.dataplane;

import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.metadata.TensorMetadata;
import java.util.List;

/**
 * The protocol's model metadata.
 *
 * @param versions what the settings list, as MLServer has it; not the loaded versions
 */
public record ModelDescription(
        String name,
        List<String> versions,
        String platform,
        List<TensorMetadata> inputs,
        List<TensorMetadata> outputs,
        Parameters parameters) {}
