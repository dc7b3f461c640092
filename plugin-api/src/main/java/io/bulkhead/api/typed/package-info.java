/**
 * The simple way to write a runtime: a class with one method marked {@link
 * io.bulkhead.api.typed.Predict}, over plain Java types. The names and types of its parameters and
 * of its result are the model's metadata; inputs are decoded to them and results encoded from them.
 *
 * <pre>{@code
 * public final class Sum {
 *     @Predict
 *     double[] sum(double[][] rows) {
 *         return Arrays.stream(rows).mapToDouble(row -> Arrays.stream(row).sum()).toArray();
 *     }
 * }
 * }</pre>
 *
 * <p><b>Parameters</b> of the method are inputs under their names, unless they are of a type that
 * is lent ({@link io.bulkhead.api.inference.RequestContext}, {@link
 * io.bulkhead.api.inference.InferenceRequest}, {@link io.bulkhead.api.inference.Parameters}) or
 * marked {@link io.bulkhead.api.typed.RequestParameter} or {@link io.bulkhead.api.typed.Header}.
 *
 * <table>
 * <caption>Types of inputs and outputs</caption>
 * <tr><th>Java</th><th>tensor</th></tr>
 * <tr><td>{@code boolean byte short int long float double}, also boxed</td>
 *     <td>BOOL INT8 INT16 INT32 INT64 FP32 FP64, one element</td></tr>
 * <tr><td>{@code String}, an enum (its constants' names)</td><td>BYTES, {@code str}</td></tr>
 * <tr><td>{@code byte[]}</td><td>BYTES, {@code base64}: one element</td></tr>
 * <tr><td>{@code java.time.Instant}</td><td>BYTES, {@code datetime}; UTC where it says no
 *     offset</td></tr>
 * <tr><td>arrays and {@code List}s of these, of any rank</td><td>one dimension more each</td></tr>
 * <tr><td>a record</td><td>one tensor for each component, under its name</td></tr>
 * <tr><td>{@code List} of a record</td><td>the same, with a dimension more in front: a row
 *     each</td></tr>
 * <tr><td>{@link io.bulkhead.api.codec.Table}</td><td>all inputs that no other parameter takes, a
 *     column each</td></tr>
 * <tr><td>{@link io.bulkhead.api.tensor.Tensor}</td><td>as it is</td></tr>
 * <tr><td>any other, with {@code contentType} in {@link io.bulkhead.api.typed.Input} or {@link
 *     io.bulkhead.api.typed.Output}</td><td>what that content type's codec makes of it</td></tr>
 * <tr><td>{@code Optional} of these, as a parameter</td><td>may be left out</td></tr>
 * </table>
 *
 * <p>Numbers are taken from any numeric datatype that their Java type can hold: whole numbers from
 * whole numbers, floating ones from all. A value out of range is refused. A vector may come as
 * {@code [N]} or {@code [N,1]}.
 *
 * <p><b>The result</b> may also be an {@link io.bulkhead.api.inference.InferenceResponse}, an
 * {@link io.bulkhead.api.typed.Answer} (with headers and parameters), and any of these in a {@code
 * CompletionStage}; or a stream of them, {@code Flow.Publisher} or {@code java.util.stream.Stream}.
 *
 * <p><b>The class</b> is made once for each loaded model, by its only constructor, which may take
 * {@link io.bulkhead.api.ModelContext}, {@link io.bulkhead.api.ModelSettings}, {@link
 * io.bulkhead.api.ModelMetrics}, {@link io.bulkhead.api.codec.Codecs} and {@code Executor}. If it
 * is {@code AutoCloseable} it is closed when the model is unloaded. It may implement {@link
 * io.bulkhead.api.typed.ModelHooks}. The method is called by many threads at once, unless {@link
 * io.bulkhead.api.typed.Predict#atOnce} says otherwise.
 *
 * <p>Models name the class itself as their {@code implementation}, by its full or its simple name,
 * or the name that {@link io.bulkhead.api.typed.ModelRuntime} gives it.
 *
 * <p>The annotation processor ({@code io.bulkhead:bulkhead-plugin-processor}) writes the adapter
 * between the method and the protocol when the class is compiled, and refuses what cannot be served
 * there and then. Where it did not run, the server makes the same adapter when it loads the model;
 * it then needs parameter names in the class file ({@code javac -parameters}) or in {@link
 * io.bulkhead.api.typed.Input}.
 */
@NullMarked
package io.bulkhead.api.typed;

import org.jspecify.annotations.NullMarked;
