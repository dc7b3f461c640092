package io.bulkhead.plugin.huggingface.task;

import io.bulkhead.plugin.huggingface.generation.GenerationDefaults;
import io.bulkhead.plugin.huggingface.generation.Generator;
import io.bulkhead.plugin.huggingface.openai.ChatTemplate;
import io.bulkhead.plugin.huggingface.openai.TextEndpoints;
import io.bulkhead.plugin.huggingface.tokenizer.Tokenizer;

/**
 * A model that makes text, with all that the tasks around it have in common. Owns tokenizer and
 * generator.
 *
 * @param name of the model in the server
 */
record GenerativeModel(
        String name,
        Tokenizer tokenizer,
        Generator generator,
        GenerationDefaults defaults,
        ChatTemplate template)
        implements AutoCloseable {
    TextEndpoints endpoints() {
        return new TextEndpoints(name, tokenizer, generator, defaults, template);
    }

    @Override
    public void close() {
        try (tokenizer) {
            generator.close();
        }
    }
}
