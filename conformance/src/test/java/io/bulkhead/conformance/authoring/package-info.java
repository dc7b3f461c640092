/**
 * What authors of runtimes do with what is published for them: with Maven, outside of this build.
 */
@NullMarked
package io.bulkhead.conformance.authoring;

import org.jspecify.annotations.NullMarked;
