package io.bulkhead.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bulkhead.api.DelegateSettings;
import io.bulkhead.api.codec.ContentType;
import io.bulkhead.api.codec.Table;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestContextTest {
    @TempDir private Path folder;

    @Test
    void settingsAreWhatWasSaid() {
        TestContext context = TestContext.of("trees", folder).withExtra(Map.of("depth", 3));

        assertThat(context.settings().implementation()).isEqualTo("trees");
        assertThat(context.settings().extra().asMap()).containsEntry("depth", 3L);
        assertThat(context.modelFolder()).isEqualTo(folder);
    }

    @Test
    void contentTypesAreTheServers() {
        TestContext context = TestContext.of("trees", folder);
        Tensor texts = Tensor.ofStrings("x", Shape.of(1), List.of("a"));

        assertThat(context.codecs().decode(InferenceRequest.of(texts), ContentType.PD))
                .isInstanceOf(Table.class);
    }

    @Test
    void metricsAreKept() {
        TestContext context = TestContext.of("trees", folder);
        context.metrics().register("seen", "rows");
        context.metrics().log("seen", 2);
        context.metrics().log("seen", 3);

        assertThat(context.metrics().registered()).containsEntry("seen", "rows");
        assertThat(context.metrics().logged("seen")).containsExactly(2.0, 3.0);
    }

    @Test
    void noOtherRuntimeIsThereUntilOneIsGiven() {
        DelegateSettings asked = new DelegateSettings("xgboost", folder, Parameters.empty());

        assertThatExceptionOfType(ServingException.class)
                .isThrownBy(() -> TestContext.of("trees", folder).delegate(asked))
                .withMessageContaining("xgboost");
        assertThat(
                        TestContext.of("trees", folder)
                                .withDelegates(
                                        settings ->
                                                (request, call) -> InferenceResponse.completed())
                                .delegate(asked))
                .isNotNull();
    }
}
