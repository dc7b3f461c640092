/**
 * For authors of runtimes: a real server in a test, and tests that any runtime has to pass.
 *
 * <p>{@link io.bulkhead.testkit.RuntimeContract} is a test class to inherit from; {@link
 * io.bulkhead.testkit.ServerExtension} starts a server on a folder for the tests of a class; {@link
 * io.bulkhead.testkit.TestContext} lends a model what a server would, for tests without one.
 */
@NullMarked
package io.bulkhead.testkit;

import org.jspecify.annotations.NullMarked;
