package io.bulkhead.host.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bulkhead.api.ModelMetrics;
import io.bulkhead.api.metadata.ModelId;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrometheusMetricsTest {
    private static final long MILLI = 1_000_000;

    private final PrometheusMetrics metrics =
            new PrometheusMetrics("rest_server", (model, version) -> model.equals("iris"));

    private List<String> lines() {
        return metrics.text().lines().toList();
    }

    private List<String> linesAbout(String text) {
        return metrics.text().lines().filter(line -> line.contains(text)).toList();
    }

    @Test
    void countsSuccessAndFailureByModelAndVersionOfTheRequest() {
        metrics.inferred("iris", "", true, 250 * MILLI);
        metrics.inferred("iris", "", true, 250 * MILLI);
        metrics.inferred("iris", "2", false, MILLI);

        assertThat(lines())
                .contains(
                        "# TYPE model_infer_request_success_total counter",
                        "model_infer_request_success_total{model=\"iris\",version=\"\"} 2.0",
                        "model_infer_request_failure_total{model=\"iris\",version=\"2\"} 1.0",
                        "# TYPE model_infer_request_duration summary",
                        "model_infer_request_duration_count{model=\"iris\",version=\"\"} 2.0",
                        "model_infer_request_duration_sum{model=\"iris\",version=\"\"} 0.5");
    }

    @Test
    void modelsThatDoNotExistShareOneSeries() {
        for (int i = 0; i < 100; i++) {
            metrics.inferred("made-up-" + i, "9", false, MILLI);
        }

        assertThat(metrics.text()).doesNotContain("made-up");
        assertThat(lines())
                .contains(
                        "model_infer_request_failure_total{model=\"unknown\",version=\"\"} 100.0");
    }

    @Test
    void timesRestRequestsByTemplateInMlserversBuckets() {
        metrics.rest().started("POST", "/v2/models/{model_name}/infer");
        assertThat(lines())
                .contains(
                        "rest_server_requests_in_progress{app_name=\"mlserver\",method=\"POST\"}"
                                + " 1.0");
        metrics.rest().answered("POST", "/v2/models/{model_name}/infer", 200, 60 * MILLI);

        String labels =
                "app_name=\"mlserver\",%smethod=\"POST\",path=\"/v2/models/{model_name}/infer\","
                        + "status_code=\"200\"";
        assertThat(linesAbout("rest_server_request_duration_seconds_bucket"))
                .hasSize(15)
                .contains(
                        bucket(labels, "0.005", "0.0"),
                        bucket(labels, "0.05", "0.0"),
                        bucket(labels, "0.075", "1.0"),
                        bucket(labels, "10.0", "1.0"),
                        bucket(labels, "+Inf", "1.0"));
        assertThat(lines())
                .contains(
                        "rest_server_requests_total{" + labels.formatted("") + "} 1.0",
                        "rest_server_requests_in_progress{app_name=\"mlserver\",method=\"POST\"}"
                                + " 0.0");
    }

    private static String bucket(String labels, String bound, String count) {
        return "rest_server_request_duration_seconds_bucket{"
                + labels.formatted("le=\"" + bound + "\",")
                + "} "
                + count;
    }

    @Test
    void restPrefixIsOneOfTheSettings() {
        PrometheusMetrics prefixed = new PrometheusMetrics("ours", (model, version) -> true);

        assertThat(prefixed.text())
                .contains("# TYPE ours_requests_total counter")
                .contains("# TYPE ours_requests_in_progress gauge")
                .contains("# TYPE ours_request_duration_seconds histogram")
                .doesNotContain("rest_server");
    }

    @Test
    void healthIsNotCounted() {
        metrics.rest().started("GET", "/v2/health/live");
        metrics.rest().answered("GET", "/v2/health/live", 200, MILLI);

        assertThat(linesAbout("{app_name")).isEmpty();
    }

    @Test
    void methodsThatClientsMakeUpShareOneSeries() {
        for (int i = 0; i < 100; i++) {
            metrics.rest().started("MADE-UP-" + i, "/v2");
            metrics.rest().answered("MADE-UP-" + i, "/v2", 405, MILLI);
        }

        assertThat(metrics.text()).doesNotContain("MADE-UP");
        assertThat(lines())
                .contains(
                        "rest_server_requests_total{app_name=\"mlserver\",method=\"other\","
                                + "path=\"/v2\",status_code=\"405\"} 100.0",
                        "rest_server_requests_in_progress{app_name=\"mlserver\",method=\"other\"}"
                                + " 0.0");
    }

    @Test
    void clientsThatWentAwayBeforeTheAnswerAreA499() {
        metrics.rest().started("GET", "/v2");
        metrics.rest().answered("GET", "/v2", 0, MILLI);

        assertThat(linesAbout("rest_server_requests_total{"))
                .singleElement()
                .asString()
                .contains("status_code=\"499\"");
    }

    @Test
    void queuesAreHistogramsOfWhatWaits() {
        metrics.queued(new ModelId("iris", "1"), 0);
        metrics.queued(new ModelId("iris", "1"), 7);

        assertThat(lines())
                .contains(
                        "# TYPE parallel_request_queue histogram",
                        "parallel_request_queue_sum 7.0",
                        "parallel_request_queue_bucket{le=\"0.005\"} 1.0",
                        "parallel_request_queue_bucket{le=\"7.5\"} 2.0",
                        "batch_request_queue_bucket{le=\"5.0\",model_name=\"iris\","
                                + "model_version=\"1\"} 1.0",
                        "batch_request_queue_count{model_name=\"iris\",model_version=\"1\"} 2.0");
    }

    @Test
    void modelsWithTheSameMetricShareItsHistogram() {
        ModelMetrics first = metrics.ofModel(new ModelId("a", ""));
        ModelMetrics second = metrics.ofModel(new ModelId("b", "1"));
        first.register("drift", "How far the data have moved");
        first.register("drift", "again");
        second.register("drift", "");
        first.log("drift", 0.03);
        second.log("drift", 3);

        assertThat(lines())
                .contains(
                        "# HELP drift How far the data have moved",
                        "# TYPE drift histogram",
                        "drift_bucket{le=\"0.05\",model_name=\"a\",model_version=\"\"} 1.0",
                        "drift_count{model_name=\"b\",model_version=\"1\"} 1.0",
                        "drift_sum{model_name=\"b\",model_version=\"1\"} 3.0");
    }

    @Test
    void metricWithoutDescriptionIsDescribedByItsName() {
        metrics.ofModel(new ModelId("a", "")).register("drift", "");

        assertThat(lines()).contains("# HELP drift drift");
    }

    @Test
    void refusesMetricsThatAreUnregisteredIllegalOrTheServersOwn() {
        ModelMetrics model = metrics.ofModel(new ModelId("a", ""));
        ModelMetrics other = metrics.ofModel(new ModelId("b", ""));
        other.register("drift", "of b alone");

        assertThatIllegalArgumentException().isThrownBy(() -> model.log("drift", 1));
        assertThatIllegalArgumentException().isThrownBy(() -> model.register("no spaces", "x"));
        for (String name :
                List.of(
                        "model_infer_request_duration",
                        "model_infer_request_success",
                        "rest_server_requests",
                        "grpc_server_handling_seconds",
                        "batch_request_queue")) {
            assertThatIllegalArgumentException().isThrownBy(() -> model.register(name, "mine"));
        }
    }

    @Test
    void whatWouldBreakTheTextFormatIsEscaped() {
        ModelMetrics odd = metrics.ofModel(new ModelId("a\"b\\c\nd", ""));
        odd.register("odd", "two\nlines \\ \"quoted\"");
        odd.log("odd", Double.POSITIVE_INFINITY);

        assertThat(lines())
                .contains(
                        "# HELP odd two\\nlines \\\\ \"quoted\"",
                        "odd_sum{model_name=\"a\\\"b\\\\c\\nd\",model_version=\"\"} +Inf");
    }

    @Test
    void createdSeriesOfTheClientLibraryAreLeftOut() {
        metrics.inferred("iris", "", true, MILLI);
        metrics.queued(new ModelId("iris", ""), 1);

        assertThat(metrics.text()).doesNotContain("_created");
    }
}
