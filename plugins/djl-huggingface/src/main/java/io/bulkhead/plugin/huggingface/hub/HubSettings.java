package io.bulkhead.plugin.huggingface.hub;

import io.bulkhead.api.error.ServingException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where the hub is, and where its files are kept: the variables of Python's {@code
 * huggingface_hub}. Immutable.
 *
 * @param endpoint address of the hub
 * @param token who asks; empty: nobody in particular
 * @param cache the folder that holds {@code models--owner--name}
 * @param offline whether only the cache is looked at
 * @param timeout until a hub that says nothing is given up on
 */
public record HubSettings(
        URI endpoint, Optional<String> token, Path cache, boolean offline, Duration timeout) {
    private static final String HUB = "https://huggingface.co";
    private static final Set<String> TRUE = Set.of("1", "ON", "YES", "TRUE");
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /**
     * Reads them.
     *
     * @param variables of the process
     * @param home the user's folder
     * @throws ServingException {@code MODEL_LOAD_FAILED} if one is wrong
     */
    public static HubSettings of(Map<String, String> variables, Path home) {
        Variables all = new Variables(variables, home);
        return new HubSettings(
                endpoint(all.first("HF_ENDPOINT").orElse(HUB)),
                all.flag("HF_HUB_DISABLE_IMPLICIT_TOKEN") ? Optional.empty() : all.token(),
                all.cache(),
                all.flag("HF_HUB_OFFLINE") || all.flag("TRANSFORMERS_OFFLINE"),
                all.timeout());
    }

    /** These, with what the model's own settings say. */
    public HubSettings with(Optional<String> ownToken, Optional<String> folder, boolean localOnly) {
        return new HubSettings(
                endpoint,
                ownToken.or(() -> token),
                folder.map(Path::of).orElse(cache),
                offline || localOnly,
                timeout);
    }

    private static URI endpoint(String text) {
        try {
            URI uri = URI.create(text.replaceFirst("/+$", ""));
            if (Set.of("http", "https").contains(String.valueOf(uri.getScheme()))
                    && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw wrong("HF_ENDPOINT must be an address that begins with http:// or https://", e);
        }
        throw wrong("HF_ENDPOINT must be an address that begins with http:// or https://", null);
    }

    private static ServingException wrong(
            String message, @org.jspecify.annotations.Nullable Throwable cause) {
        return ServingException.loadFailed(message, cause);
    }

    @Override
    public String toString() {
        return endpoint + ", cache " + cache + (offline ? ", offline" : ""); // never the token
    }

    private record Variables(Map<String, String> all, Path home) {
        Optional<String> first(String... names) {
            for (String name : names) {
                String value = all.getOrDefault(name, "").strip();
                if (!value.isEmpty()) {
                    return Optional.of(value);
                }
            }
            return Optional.empty();
        }

        boolean flag(String name) {
            return first(name).map(v -> TRUE.contains(v.toUpperCase(Locale.ROOT))).orElse(false);
        }

        Optional<String> token() {
            return first("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN").or(this::tokenOfFile);
        }

        private Optional<String> tokenOfFile() {
            Path file = first("HF_TOKEN_PATH").map(this::path).orElse(own().resolve("token"));
            try {
                return Files.isRegularFile(file)
                        ? Optional.of(Files.readString(file).strip()).filter(t -> !t.isEmpty())
                        : Optional.empty();
            } catch (IOException e) {
                throw wrong("the file with the hub's token (HF_TOKEN_PATH) cannot be read", e);
            }
        }

        Path cache() {
            return first("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE", "TRANSFORMERS_CACHE")
                    .map(this::path)
                    .orElse(own().resolve("hub"));
        }

        private Path own() {
            return first("HF_HOME")
                    .map(this::path)
                    .orElseGet(
                            () ->
                                    first("XDG_CACHE_HOME")
                                            .map(this::path)
                                            .orElse(home.resolve(".cache"))
                                            .resolve("huggingface"));
        }

        private Path path(String text) {
            return text.equals("~") || text.startsWith("~/")
                    ? home.resolve(text.substring(Math.min(2, text.length())))
                    : Path.of(text);
        }

        Duration timeout() {
            Optional<String> text = first("HF_HUB_DOWNLOAD_TIMEOUT");
            try {
                return text.map(t -> Duration.ofSeconds(Integer.parseInt(t)))
                        .filter(time -> !time.isNegative() && !time.isZero())
                        .orElse(TIMEOUT);
            } catch (NumberFormatException e) {
                throw wrong("HF_HUB_DOWNLOAD_TIMEOUT must be a number of seconds", e);
            }
        }
    }
}
