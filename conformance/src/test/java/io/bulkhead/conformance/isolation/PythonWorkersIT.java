package io.bulkhead.conformance.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bulkhead.conformance.Distribution;
import io.bulkhead.conformance.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A model in Python with several workers. */
@Timeout(300)
class PythonWorkersIT {
    private static final String MODEL =
            """
            import os, pathlib, time
            import numpy as np
            from mlserver import MLModel
            from mlserver.codecs import NumpyCodec
            from mlserver.types import InferenceResponse

            class Model(MLModel):
                async def load(self):
                    folder = pathlib.Path(self.settings.parameters.extra["loaded"])
                    time.sleep(len(list(folder.iterdir())))  # the second is slower
                    (folder / str(os.getpid())).touch()
                    return True

                async def predict(self, payload):
                    time.sleep(0.3)  # so that another request finds this worker at work
                    return InferenceResponse(model_name=self.name, outputs=[
                        NumpyCodec.encode_output("pid", np.array([os.getpid()]))])
            """;

    @TempDir private Path work;

    @Test
    void allHaveLoadedTheModelBeforeItIsReadyAndAllAreAsked() throws Exception {
        MlserverPython python = MlserverPython.required("mlserver");
        TestRepository models = TestRepository.in(work);
        Path loaded = Files.createDirectories(work.resolve("loaded"));
        Path folder =
                models.declare(
                        "pair",
                        "{'implementation': 'models.Model', 'parallel_workers': 2, 'warm_workers':"
                                + " true, 'parameters': {'extra': {'loaded': '"
                                + loaded
                                + "'}}}");
        Files.writeString(folder.resolve("models.py"), MODEL);
        try (RunningServer server =
                Distribution.built()
                        .start(models.root(), python.environment(models.environment()))) {
            Set<String> warm = names(loaded);
            assertThat(warm).hasSize(2);
            ModelClient client = new ModelClient(server);
            await().atMost(Duration.ofSeconds(60)).until(() -> asked(client).equals(warm));
        }
    }

    /** Who answers two requests at once. */
    private static Set<String> asked(ModelClient client) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Set<String> answered = new HashSet<>();
            Callable<String> ask = () -> pid(client);
            for (Future<String> answer : threads.invokeAll(List.of(ask, ask))) {
                answered.add(answer.get());
            }
            return answered;
        } finally {
            threads.shutdown();
        }
    }

    private static String pid(ModelClient client) throws IOException, InterruptedException {
        return ModelClient.output(client.infer("pair"), "pid").get(0).asText();
    }

    private static Set<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .collect(Collectors.toSet());
        }
    }
}
