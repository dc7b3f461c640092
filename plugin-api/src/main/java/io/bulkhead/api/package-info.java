/**
 * What a runtime is made of: {@link io.bulkhead.api.RuntimeFactory} is found in a plugin, makes a
 * {@link io.bulkhead.api.Model} out of a {@link io.bulkhead.api.ModelContext}, and the server asks
 * that model for predictions.
 *
 * <p>The smallest runtime:
 *
 * <pre>{@code
 * @Extension
 * public final class DoublerFactory implements RuntimeFactory {
 *     @Override
 *     public String name() {
 *         return "doubler";
 *     }
 *
 *     @Override
 *     public Model create(ModelContext context) {
 *         return new Model() {
 *             @Override
 *             public CompletionStage<InferenceResponse> predict(
 *                     InferenceRequest request, RequestContext call) {
 *                 double[] values = request.inputs().get(0).data().toDoubles();
 *                 Arrays.setAll(values, i -> 2 * values[i]);
 *                 Shape shape = request.inputs().get(0).shape();
 *                 return InferenceResponse.completed(Tensor.of("doubled", shape, values));
 *             }
 *         };
 *     }
 * }
 * }</pre>
 *
 * <p>A plugin sees this API, the JDK, SLF4J and its own jars; nothing of the server.
 */
@NullMarked
package io.bulkhead.api;

import org.jspecify.annotations.NullMarked;
