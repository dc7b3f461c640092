/** JSON as plain values: what configurations hold and what answers are made of. */
@NullMarked
package io.bulkhead.plugin.huggingface.json;

import org.jspecify.annotations.NullMarked;
