/** What all of DJL in a process reads when it starts. */
@NullMarked
package io.bulkhead.plugin.huggingface.djl;

import org.jspecify.annotations.NullMarked;
