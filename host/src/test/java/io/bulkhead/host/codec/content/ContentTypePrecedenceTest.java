package io.bulkhead.host.codec.content;

import static io.bulkhead.host.codec.content.TestCodecs.metadata;
import static io.bulkhead.host.codec.content.TestCodecs.request;
import static io.bulkhead.host.codec.content.TestCodecs.settings;
import static io.bulkhead.host.codec.content.TestCodecs.strings;
import static org.assertj.core.api.Assertions.assertThat;

import io.bulkhead.api.codec.Codecs;
import io.bulkhead.api.codec.ContentType;
import io.bulkhead.api.codec.Table;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContentTypePrecedenceTest {
    private static final Codecs STR_FOR_X =
            TestCodecs.of(settings("", List.of(metadata("x", "str")), List.of()));
    private static final Codecs PD = TestCodecs.of(settings("pd", List.of(), List.of()));
    private static final Codecs STR = TestCodecs.of(settings("str", List.of(), List.of()));

    @Test
    void settingsDecideForTheInputOfThatNameOnly() {
        assertThat(tensor(STR_FOR_X, request("", strings("x", "a"))).contentType())
                .isEqualTo("str");
        assertThat(tensor(STR_FOR_X, request("", strings("other", "a"))).contentType()).isEmpty();
    }

    @Test
    void inputComesBeforeSettings() {
        Tensor value = tensor(STR_FOR_X, request("", typed("base64", strings("x", "b25l"))));

        assertThat(value.contentType()).isEqualTo("base64");
        assertThat(value.toStrings()).containsExactly("one");
    }

    @Test
    void unknownTypeOfTheInputLeavesItToTheSettings() {
        Tensor value = tensor(STR_FOR_X, request("", typed("wat", strings("x", "b25l"))));

        assertThat(value.contentType()).isEqualTo("str");
    }

    @Test
    void requestComesBeforeSettings() {
        Tensor input = strings("x", "a");

        assertThat(PD.decode(request("np", input), ContentType.NP)).isSameAs(input);
    }

    @Test
    void settingsComeBeforeTheFallback() {
        assertThat(PD.decode(request("", strings("x", "a")), ContentType.NP))
                .isInstanceOf(Table.class);
    }

    @Test
    void unknownTypeInTheSettingsCountsAsNone() {
        Codecs codecs = TestCodecs.of(settings("no-such-codec", List.of(), List.of()));
        Tensor input = strings("x", "a");

        assertThat(codecs.decode(request("", input), ContentType.NP)).isSameAs(input);
    }

    @Test
    void inputThatSaysNpIsNotDecodedAgainAsText() {
        Tensor input = typed("np", strings("x", "a"));

        assertThat(STR.decode(request("", input), ContentType.NP)).isSameAs(input);
    }

    @Test
    void columnsAreDecodedByTheirOwnTypes() {
        Codecs codecs = TestCodecs.of(settings("pd", List.of(metadata("x", "base64")), List.of()));

        Table table =
                (Table)
                        codecs.decode(
                                request("", strings("x", "b25l"), strings("y", "b25l")),
                                ContentType.NP);

        assertThat(table.column("x").orElseThrow().toStrings()).containsExactly("one");
        assertThat(table.column("y").orElseThrow().toStrings()).containsExactly("b25l");
    }

    private static Tensor tensor(Codecs codecs, InferenceRequest request) {
        return (Tensor) codecs.decode(request, ContentType.NP);
    }

    private static Tensor typed(String contentType, Tensor tensor) {
        return tensor.withParameters(Parameters.ofContentType(contentType));
    }
}
