package io.bulkhead.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bulkhead.host.config.SettingKey;
import io.bulkhead.host.plugin.TestPlugins;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandLineTest {
    @TempDir private Path work;
    private Path models;

    private record Outcome(int code, String out) {}

    private static Outcome run(Object... arguments) {
        StringWriter out = new StringWriter();
        CommandLine command = BulkheadCommand.commandLine();
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(out));
        String[] texts = new String[arguments.length];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = arguments[i].toString();
        }
        return new Outcome(command.execute(texts), out.toString());
    }

    @BeforeEach
    void addPlugin() throws IOException {
        models = Files.createDirectories(work.resolve("models"));
        new TestPlugins(Files.createDirectories(work.resolve("compiled")))
                .jar("measuring", models.resolve("measuring.jar"));
    }

    private void model(String folder, String settings) throws IOException {
        Path model = Files.createDirectories(models.resolve(folder));
        Files.writeString(model.resolve("model-settings.json"), settings);
        Files.writeString(model.resolve("model.measuring"), "");
    }

    @Test
    void checkTellsWhatWouldServeAModelAndWhere() throws IOException {
        model("good", "{\"name\": \"good\", \"implementation\": \"measuring\"}");

        Outcome check = run("check", models);

        assertThat(check.out())
                .contains("ok:    good")
                .containsPattern("runtime   measuring, from plugin measuring")
                .contains("artefact  model.measuring")
                .contains("isolation class loader of its own in the server: the runtime's default")
                .contains("1 would be served, 0 would not.");
        assertThat(check.code()).isZero();
    }

    @Test
    void pluginCheckTellsWhatIsInAPlugin() {
        Outcome check = run("plugin", "check", models.resolve("measuring.jar"));

        assertThat(check.out())
                .contains("offers    com.example.measuring.MeasuringRuntimeFactory")
                .contains("needs     Java 17")
                .contains("0 wrong, 0 warnings.");
        assertThat(check.code()).isZero();
    }

    @Test
    void pluginCheckFailsOnWhatIsWrong() throws IOException {
        Path jar =
                TestPlugins.write(models.resolve("empty.jar"), Map.of("readme.txt", new byte[0]));

        Outcome check = run("plugin", "check", jar);

        assertThat(check.out()).contains("WRONG: no plugin").contains("1 wrong, 0 warnings.");
        assertThat(check.code()).isEqualTo(1);
    }

    @Test
    void pluginCheckFailsOnWarningsIfItIsStrict() throws IOException {
        Map<String, byte[]> files =
                new TestPlugins(Files.createDirectories(work.resolve("again"))).files("measuring");
        files.remove("META-INF/extensions.idx");
        Path jar = TestPlugins.write(models.resolve("unindexed.jar"), files);

        assertThat(run("plugin", "check", jar).code()).isZero();
        Outcome strict = run("plugin", "check", "--strict", jar);

        assertThat(strict.out()).contains("warning: unindexed.jar has no index");
        assertThat(strict.code()).isEqualTo(1);
    }

    @Test
    void pluginCheckOfWhatIsNotThereIsRefused() {
        Outcome check = run("plugin", "check", work.resolve("nope.jar"));

        assertThat(check.out()).contains("REFUSED: ").contains("there is no such file");
        assertThat(check.code()).isEqualTo(1);
        assertThat(run("plugin", "check").code()).isEqualTo(2);
    }

    @Test
    void checkTellsOfAChildJvmAndWhoAskedForIt() throws IOException {
        model(
                "good",
                "{\"implementation\": \"measuring\", \"parameters\": {\"isolation\":"
                        + " \"process\"}}");

        assertThat(run("check", models).out())
                .contains("isolation child JVM: the settings ask for it");
    }

    @Test
    void checkFailsIfOneModelIsWrongAndTellsOfAll() throws IOException {
        model("a", "{\"implementation\": \"nothing\"}");
        model("b", "{\"implementation\": 7}");
        model("c", "{\"implementation\": \"measuring\", \"parameters\": {\"uri\": \"./no\"}}");
        model("d", "{\"implementation\": \"measuring\"}");

        Outcome check = run("check", models);

        assertThat(check.out())
                .containsPattern("WRONG: a\\R  no runtime 'nothing' is installed")
                .containsPattern("WRONG: b\\R  b/model-settings.json, line 1, column 20: ")
                .containsPattern("WRONG: c\\R  Invalid URI specified for model c")
                .contains("ok:    d")
                .contains("1 would be served, 3 would not.");
        assertThat(check.code()).isEqualTo(1);
    }

    @Test
    void checkFailsOnTheServersSettings() throws IOException {
        Files.writeString(models.resolve("settings.json"), "{\"http_port\": \"x\"}");

        Outcome check = run("check", models);

        assertThat(check.out()).contains("WRONG: the server's settings").contains("http_port");
        assertThat(check.code()).isEqualTo(1);
    }

    @Test
    void checkOfAFolderThatIsNotThereFails() {
        Outcome check = run("check", work.resolve("nope"));

        assertThat(check.out()).contains("no such folder");
        assertThat(check.code()).isEqualTo(1);
    }

    @Test
    void checkLeavesNothingBehind() throws IOException {
        model("good", "{\"implementation\": \"measuring\"}");

        run("check", models);

        try (var files = Files.walk(models)) {
            assertThat(
                            files.filter(Files::isRegularFile)
                                    .map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "measuring.jar", "model-settings.json", "model.measuring");
        }
    }

    @Test
    void versionIsACommandAndAnOption() {
        Outcome version = run("version");

        assertThat(version.out()).startsWith("bulkhead ").contains("Java " + Runtime.version());
        assertThat(version).isEqualTo(run("--version"));
        assertThat(version.code()).isZero();
    }

    @Test
    void completionKnowsEveryCommandAndOption() {
        assertThat(run("completion").out())
                .startsWith("#!/usr/bin/env bash")
                .contains("check", "start", "--http-port")
                .contains("complete -F _complete_bulkhead");
    }

    @Test
    void everyCommandExplainsItself() {
        for (CommandLine command : BulkheadCommand.commandLine().getSubcommands().values()) {
            Outcome help = run("help", command.getCommandName());
            assertThat(help.code()).isZero();
            assertThat(help.out())
                    .as(command.getCommandName())
                    .contains("Usage: bulkhead " + command.getCommandName());
        }
        assertThat(run().out()).contains("Examples:", "bulkhead check models");
    }

    @Test
    void everySettingIsAnOptionWithItsMeaning() {
        String help = run("help", "start").out().replaceAll("\\s+", " ");
        for (SettingKey key : SettingKey.all()) {
            assertThat(help).contains(key.flag() + "=<" + key.type().replace(" or ", "|") + ">");
            assertThat(help).containsIgnoringCase(key.doc());
        }
    }

    @Test
    void optionsWinOverTheFile() throws IOException {
        Files.writeString(models.resolve("settings.json"), "{\"http_port\": 8000}");

        assertThat(run("check", models, "--http-port", "x").out())
                .contains("--http-port: an integer from 0 to 65535 is wanted, found the text");
        assertThat(run("check", models, "--http-port=9000").code()).isZero();
    }

    @Test
    void wrongUsageIsTwo() {
        assertThat(run("chekc").code()).isEqualTo(2);
    }
}
