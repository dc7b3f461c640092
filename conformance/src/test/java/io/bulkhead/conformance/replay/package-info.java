/**
 * Replays recorded cases against a running V2 inference server and says what differs.
 *
 * <p>The rules are those of {@code corpus/replay}, the reference in Python; where the two disagree,
 * the reference is right.
 */
@NullMarked
package io.bulkhead.conformance.replay;

import org.jspecify.annotations.NullMarked;
