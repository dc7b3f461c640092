package io.bulkhead.host.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.metadata.ModelId;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelRegistryTest {
    private final ModelRegistry registry = new ModelRegistry();

    @ParameterizedTest
    @CsvSource({
        "9, 10, 10", // as numbers
        "10, 9, 10",
        "2, 010, 010",
        "99999999999999999999, 100000000000000000000, 100000000000000000000",
        "alpha, beta, beta", // as text
        "v9, v10, v9",
        "10, v1, v1",
        "'', 10, ''", // the one without a version
    })
    void theDefaultIsTheLargestVersionOrTheOneWithout(
            String first, String second, String expected) {
        registry.put(LoadedModels.of("m", first));
        registry.put(LoadedModels.of("m", second));
        assertThat(registry.find("m", "").id().version()).isEqualTo(expected);
        assertThat(registry.find("m", first.isEmpty() ? "" : first).id().version())
                .isEqualTo(first);
    }

    @Test
    void findsEachVersionUnderItsOwnText() {
        registry.put(LoadedModels.of("m", "1"));
        registry.put(LoadedModels.of("m", "01"));
        assertThat(registry.find("m", "1").id().version()).isEqualTo("1");
        assertThat(registry.find("m", "01").id().version()).isEqualTo("01");
        assertThat(registry.versions("m")).hasSize(2);
    }

    @Test
    void namesWhatIsUnknown() {
        registry.put(LoadedModels.of("m", "1"));
        assertNotFound("x", "", "Model x not found");
        assertNotFound("m", "2", "Model m with version 2 not found");
    }

    private void assertNotFound(String name, String version, String message) {
        assertThatThrownBy(() -> registry.lease(name, version))
                .isInstanceOfSatisfying(
                        ServingException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_NOT_FOUND))
                .hasMessage(message);
    }

    @Test
    void aModelThatIsBeingLoadedIsNotUnknown() {
        registry.status(new ModelId("m", "1"), ModelStatus.of(ModelState.LOADING));
        assertThatThrownBy(() -> registry.find("m", ""))
                .isInstanceOfSatisfying(
                        ServingException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_NOT_READY));
        assertNotFound("m", "2", "Model m with version 2 not found");
    }

    @Test
    void puttingTheSameIdGivesBackTheOneItReplaces() {
        LoadedModel old = LoadedModels.of("m", "1");
        LoadedModel other = LoadedModels.of("m", "2");
        assertThat(registry.put(old)).isEmpty();
        assertThat(registry.put(other)).isEmpty();
        assertThat(registry.put(LoadedModels.of("m", "1"))).hasValue(old);
        assertThat(registry.versions("m")).hasSize(2).doesNotContain(old);
    }

    @Test
    void aModelWithoutAVersionReplacesOnlyItsLike() {
        LoadedModel versioned = LoadedModels.of("m", "1");
        registry.put(versioned);
        assertThat(registry.put(LoadedModels.of("m", ""))).isEmpty();
        assertThat(registry.versions("m")).hasSize(2).contains(versioned);
    }

    @Test
    void removingTheLastVersionForgetsTheName() {
        LoadedModel model = LoadedModels.of("m", "1");
        registry.put(model);
        registry.remove(model);
        assertThat(registry.serves("m", "")).isFalse();
        assertThat(registry.versions("m")).isEmpty();
        assertThat(registry.all()).isEmpty();
    }

    @Test
    void aLeaseTakenDuringASwapIsOnOldOrNew() throws Exception {
        registry.put(LoadedModels.of("m", ""));
        CountDownLatch over = new CountDownLatch(1);
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            Future<Integer> leases =
                    pool.submit(
                            () -> {
                                int count = 0;
                                while (over.getCount() > 0) {
                                    LoadedModel leased = registry.lease("m", "");
                                    assertThat(leased.drained()).isNotDone();
                                    leased.release();
                                    count++;
                                }
                                return count;
                            });
            for (int i = 0; i < 20_000; i++) {
                registry.put(LoadedModels.of("m", "")).ifPresent(LoadedModel::retire);
            }
            over.countDown();
            assertThat(leases.get()).isPositive();
        } finally {
            pool.shutdownNow();
        }
    }
}
