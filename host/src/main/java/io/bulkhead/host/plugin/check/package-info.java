/** Says what is wrong with a plugin's file, without running anything of it. */
@NullMarked
package io.bulkhead.host.plugin.check;

import org.jspecify.annotations.NullMarked;
