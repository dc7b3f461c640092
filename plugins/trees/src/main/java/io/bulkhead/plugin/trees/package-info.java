/**
 * What the runtimes that evaluate trees share. A library that each of their plugins brings along:
 * the host never sees it, and two plugins may have it in two versions.
 */
@NullMarked
package io.bulkhead.plugin.trees;

import org.jspecify.annotations.NullMarked;
