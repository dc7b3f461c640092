/** OpenAI's protocol: chats, completions and embeddings over HTTP. */
@NullMarked
package io.bulkhead.plugin.huggingface.openai;

import org.jspecify.annotations.NullMarked;
