package io.bulkhead.testkit;

import io.bulkhead.api.Isolation;
import io.bulkhead.api.inference.InferenceRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What {@link RuntimeContract} asks: a model, its plugin, and requests that it answers. Immutable;
 * each {@code with} gives a copy.
 *
 * @param folder the model's, with its {@code model-settings.json}; only read
 * @param plugins none if they lie in the folder
 * @param samples requests that the model answers, at least one
 * @param isolations where it is run
 * @param tolerance by how much two answers may differ, as a share of the value
 * @param answersRows whether each row of a request is answered for itself
 */
public record ModelUnderTest(
        Path folder,
        List<PluginSource> plugins,
        List<InferenceRequest> samples,
        Set<Isolation> isolations,
        double tolerance,
        boolean answersRows) {
    /** Copies the collections. */
    public ModelUnderTest {
        plugins = List.copyOf(plugins);
        samples = List.copyOf(samples);
        isolations = Set.copyOf(isolations);
    }

    /** A model in every isolation, each row of a request answered for itself. */
    public static ModelUnderTest in(Path folder) {
        return new ModelUnderTest(
                folder, List.of(), List.of(), EnumSet.allOf(Isolation.class), 0, true);
    }

    /** With a plugin as it is packed: a jar, a zip or a folder. */
    public ModelUnderTest withPlugin(Path file) {
        return with(PluginSource.packed(file));
    }

    /** With a plugin of what is compiled so far, see {@link ServerSetup#withRuntime}. */
    public ModelUnderTest withRuntime(Class<?> runtime, Class<?>... ofLibraries) {
        return with(PluginSource.compiled(runtime, ofLibraries));
    }

    private ModelUnderTest with(PluginSource plugin) {
        List<PluginSource> more = new ArrayList<>(plugins);
        more.add(plugin);
        return new ModelUnderTest(folder, more, samples, isolations, tolerance, answersRows);
    }

    /** With requests that it answers; the more of them have several rows, the better. */
    public ModelUnderTest asked(InferenceRequest... requests) {
        return new ModelUnderTest(
                folder, plugins, List.of(requests), isolations, tolerance, answersRows);
    }

    /** Run only there. */
    public ModelUnderTest onlyIn(Isolation isolation) {
        return new ModelUnderTest(
                folder, plugins, samples, Set.of(isolation), tolerance, answersRows);
    }

    /** With numbers that may differ by this share, as sums in another order do. */
    public ModelUnderTest withTolerance(double share) {
        return new ModelUnderTest(folder, plugins, samples, isolations, share, answersRows);
    }

    /** Whose answer is to a request as a whole: a sum, a ranking, a comparison of its rows. */
    public ModelUnderTest answeringWholeRequests() {
        return new ModelUnderTest(folder, plugins, samples, isolations, tolerance, false);
    }
}
