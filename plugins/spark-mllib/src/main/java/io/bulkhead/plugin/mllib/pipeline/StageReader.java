package io.bulkhead.plugin.mllib.pipeline;

import io.bulkhead.plugin.mllib.format.SavedStage;
import java.io.IOException;

/** Reads one kind of stage from its folder and adds it to a pipeline. */
@FunctionalInterface
public interface StageReader {
    /**
     * @throws io.bulkhead.plugin.mllib.format.MalformedModelException if it is broken, or uses what
     *     is not supported
     * @throws IOException if its files cannot be read
     */
    void read(SavedStage saved, PipelineBuilder pipeline) throws IOException;
}
