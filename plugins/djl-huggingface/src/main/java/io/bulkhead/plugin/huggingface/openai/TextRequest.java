package io.bulkhead.plugin.huggingface.openai;

import io.bulkhead.plugin.huggingface.generation.GenerationSettings;
import java.util.List;

/**
 * What is to be generated.
 *
 * @param prompts what is gone on from
 * @param choices how many texts for each prompt
 * @param stops texts that end a text and are not part of it
 * @param withCounts whether a stream ends with the counts of tokens
 */
record TextRequest(
        String model,
        List<Prompt> prompts,
        GenerationSettings settings,
        int choices,
        List<String> stops,
        boolean withCounts) {
    /**
     * One prompt.
     *
     * @param echo what the answer begins with: the prompt, or nothing
     */
    @SuppressWarnings("ArrayRecordComponent") // never written to once it is built
    record Prompt(long[] tokens, String echo) {}
}
