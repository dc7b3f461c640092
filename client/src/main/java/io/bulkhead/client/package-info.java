/**
 * A client of the V2 (Open Inference) protocol, for this server and any other that speaks it.
 *
 * <pre>{@code
 * try (InferenceClient client = RestClient.to(URI.create("http://localhost:8080"))) {
 *     Reply reply =
 *             client.infer(
 *                     "iris",
 *                     InferenceRequest.of(
 *                             Tensor.of("x", Shape.of(1, 4), new double[] {5.1, 3.5, 1.4, 0.2})));
 *     double[] species = reply.output("predict").toDoubles();
 * }
 * }</pre>
 */
@NullMarked
package io.bulkhead.client;

import org.jspecify.annotations.NullMarked;
