package io.bulkhead.host.plugin.check;

import io.bulkhead.host.config.NearestName;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** What a plugin says of itself: {@code plugin.properties}, or its jar's manifest. */
final class DescriptorCheck {
    private static final String FILE = "plugin.properties";
    private static final String PREFIX = "plugin.";
    private static final List<String> KEYS =
            List.of(
                    "plugin.id",
                    "plugin.version",
                    "plugin.description",
                    "plugin.provider",
                    "plugin.license",
                    "plugin.requires",
                    "plugin.class",
                    "plugin.dependencies",
                    "plugin.isolation");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
    private static final Pattern VERSION = Pattern.compile("\\d+(\\.\\d+){0,2}([-+].+)?");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{.*}|@.*@");

    private final Properties found;
    private final List<Finding> findings = new ArrayList<>();

    private DescriptorCheck(Properties found) {
        this.found = found;
    }

    static List<Finding> of(Path file) throws IOException {
        if (file.toString().endsWith(".jar")) {
            Optional<Properties> manifest = ofManifest(file);
            return manifest.isEmpty()
                    ? List.of(Finding.note("its id is its file's name, as its manifest has none"))
                    : new DescriptorCheck(manifest.get()).findings();
        }
        Optional<Properties> properties = ofFile(file);
        if (properties.isEmpty()) {
            return List.of(
                    Finding.warning(
                            "it has no "
                                    + FILE
                                    + ": its id is its file's name, and it has no version"));
        }
        return new DescriptorCheck(properties.get()).findings();
    }

    private static Optional<Properties> ofManifest(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile(), false)) {
            Manifest manifest = jar.getManifest();
            Properties properties = new Properties();
            if (manifest != null) {
                Attributes attributes = manifest.getMainAttributes();
                attributes.forEach(
                        (key, value) -> {
                            String name = key.toString();
                            if (name.startsWith("Plugin-")) {
                                properties.put(
                                        PREFIX
                                                + name.substring(PREFIX.length())
                                                        .toLowerCase(Locale.ROOT),
                                        value.toString());
                            }
                        });
            }
            return properties.isEmpty() ? Optional.empty() : Optional.of(properties);
        }
    }

    private static Optional<Properties> ofFile(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            Path own = file.resolve(FILE);
            return Files.isRegularFile(own)
                    ? Optional.of(parsed(Files.readString(own)))
                    : Optional.empty();
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry entry = zip.getEntry(FILE);
            if (entry == null) {
                return Optional.empty();
            }
            try (InputStream in = zip.getInputStream(entry)) {
                return Optional.of(parsed(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
            }
        }
    }

    private static Properties parsed(String text) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(text));
        return properties;
    }

    private List<Finding> findings() {
        required("plugin.id", ID, "letters, digits and . _ -");
        required("plugin.version", VERSION, "numbers, as in 1.4.2");
        for (String key : found.stringPropertyNames()) {
            if (key.startsWith(PREFIX) && !KEYS.contains(key)) {
                findings.add(
                        Finding.warning(key + " means nothing here" + NearestName.hint(key, KEYS)));
            }
        }
        if (!found.getProperty("plugin.class", "").isBlank()) {
            findings.add(
                    Finding.note(
                            "plugin.class is not used: what a plugin offers are its extensions"));
        }
        return findings;
    }

    private void required(String key, Pattern form, String wanted) {
        String value = found.getProperty(key, "").strip();
        if (value.isEmpty()) {
            findings.add(Finding.warning(key + " is missing"));
        } else if (PLACEHOLDER.matcher(value).find()) {
            findings.add(
                    Finding.wrong(
                            key + ": '" + value + "' was not filled in by the build (filtering)"));
        } else if (!form.matcher(value).matches()) {
            findings.add(Finding.warning(key + ": '" + value + "'; wanted are " + wanted));
        }
    }
}
