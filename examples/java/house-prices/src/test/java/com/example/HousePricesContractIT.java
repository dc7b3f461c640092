package com.example;

import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.testkit.ModelUnderTest;
import io.bulkhead.testkit.RuntimeContract;
import java.nio.file.Path;
import java.util.List;

/**
 * What every runtime has to do, on the zip, in a class loader of its own and in a child JVM: many
 * requests at once, unloading under load, odd inputs, nothing left behind, and more.
 */
class HousePricesContractIT extends RuntimeContract {
    @Override
    protected ModelUnderTest model() {
        return ModelUnderTest.in(Path.of("models", "house-prices"))
                .withPlugin(Path.of(System.getProperty("plugin.zip")))
                .asked(
                        InferenceRequest.of(
                                Tensor.of("area", Shape.of(2), new double[] {50, 70.5}),
                                Tensor.ofStrings(
                                        "street", Shape.of(2), List.of("Elm Street", "Oak Road"))));
    }
}
