package com.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.client.InferenceClient;
import io.bulkhead.client.Reply;
import io.bulkhead.testkit.ServerExtension;
import io.bulkhead.testkit.ServerSetup;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A whole server with the zip, asked over REST. */
class HousePricesIT {
    @RegisterExtension
    static final ServerExtension SERVER =
            ServerSetup.on(Path.of("models"))
                    .withPlugin(Path.of(System.getProperty("plugin.zip")))
                    .extension();

    @Test
    void housesArePriced(InferenceClient client) {
        Reply reply =
                client.infer(
                        "house-prices",
                        InferenceRequest.of(
                                Tensor.of("area", Shape.of(1), new double[] {50}),
                                Tensor.ofStrings("street", Shape.of(1), List.of("Elm Street"))));

        assertThat(reply.output("price").toDoubles()).containsExactly(251_000);
    }
}
