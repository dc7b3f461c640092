/**
 * The language of chat templates: Jinja as transformers sets it up (blocks trimmed, in a sandbox
 * without changes), with Python's values and methods.
 */
@NullMarked
package io.bulkhead.plugin.huggingface.jinja;

import org.jspecify.annotations.NullMarked;
