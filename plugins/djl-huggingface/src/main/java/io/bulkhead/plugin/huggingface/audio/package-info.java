/** Recordings to numbers, and tokens of speech to text. */
@NullMarked
package io.bulkhead.plugin.huggingface.audio;

import org.jspecify.annotations.NullMarked;
