package io.bulkhead.plugin.huggingface.tokenizer;

import ai.djl.huggingface.tokenizers.jni.CharSpan;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.huggingface.folder.ModelFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * A {@code tokenizer.json}. Safe for use by many threads: nothing of it changes, texts are cut and
 * filled up in Java. Closed by the task that owns it, after the last call.
 */
public final class Tokenizer implements AutoCloseable {
    /** What tokenizers in Python are made of. */
    private static final List<String> OTHERS =
            List.of(
                    "vocab.txt",
                    "vocab.json",
                    "merges.txt",
                    "spiece.model",
                    "sentencepiece.bpe.model",
                    "tokenizer.model");

    private final TokenizersLibrary library;
    private final long handle;
    private final TokenizerSettings settings;

    private Tokenizer(TokenizersLibrary library, long handle, TokenizerSettings settings) {
        this.library = library;
        this.handle = handle;
        this.settings = settings;
    }

    /**
     * Opens the tokenizer of a folder.
     *
     * @throws ServingException {@code MODEL_LOAD_FAILED} if there is none, or it cannot be read
     */
    public static Tokenizer open(ModelFolder folder) {
        Path file =
                folder.file("tokenizer.json")
                        .orElseThrow(() -> ServingException.loadFailed(missing(folder), null));
        String json = ModelFolder.text(file);
        TokenizerSettings settings = TokenizerSettings.of(folder, json);
        TokenizersLibrary library = NativeTokenizers.library();
        long handle = create(library, json);
        // Files that a trainer wrote cut and fill up on their own; transformers never lets them.
        library.disableTruncation(handle);
        library.disablePadding(handle);
        return new Tokenizer(library, handle, settings);
    }

    private static String missing(ModelFolder folder) {
        if (folder.file("source.spm").isPresent()) {
            return "model folder has no tokenizer.json, only source.spm and target.spm, which"
                    + " transformers reads in Python code; put a converted tokenizer.json beside"
                    + " them, as repositories Xenova/opus-mt-… on the hub have it";
        }
        String others =
                OTHERS.stream()
                        .filter(name -> folder.file(name).isPresent())
                        .collect(Collectors.joining(", "));
        return "model folder has no tokenizer.json"
                + (others.isEmpty() ? "" : ", only " + others)
                + "; save the tokenizer with AutoTokenizer.from_pretrained(…).save_pretrained(…)";
    }

    private static long create(TokenizersLibrary library, String json) {
        try {
            return library.createTokenizerFromString(json);
        } catch (RuntimeException e) {
            throw ServingException.loadFailed(
                    "tokenizer.json is refused by the tokenizers: " + e.getMessage(), e);
        }
    }

    /** What is known of it beside its vocabulary. */
    public TokenizerSettings settings() {
        return settings;
    }

    /** A text as tokens, with those that frame it. */
    public Encoded encode(String text) {
        return encode(text, true);
    }

    /** A text as tokens. */
    public Encoded encode(String text, boolean withSpecialTokens) {
        return taken(library.encode(handle, text, withSpecialTokens));
    }

    /** Two texts as one sequence of tokens. */
    public Encoded encode(String text, String pair) {
        return taken(library.encodeDual(handle, text, pair, true));
    }

    private Encoded taken(long encoding) {
        try {
            return ids(encoding);
        } finally {
            library.deleteEncoding(encoding);
        }
    }

    private Encoded ids(long encoding) {
        return new Encoded(
                library.getTokenIds(encoding),
                library.getTypeIds(encoding),
                library.getSpecialTokenMask(encoding));
    }

    /** A text, or two, as tokens that know their places. */
    public EncodedText encodeWithPlaces(String text, Optional<String> pair) {
        long encoding =
                pair.isPresent()
                        ? library.encodeDual(handle, text, pair.get(), true)
                        : library.encode(handle, text, true);
        try {
            return places(encoding);
        } finally {
            library.deleteEncoding(encoding);
        }
    }

    private EncodedText places(long encoding) {
        CharSpan[] spans = library.getTokenCharSpans(encoding);
        int[] starts = new int[spans.length];
        int[] ends = new int[spans.length];
        for (int i = 0; i < spans.length; i++) {
            if (spans[i] != null) {
                starts[i] = spans[i].getStart();
                ends[i] = spans[i].getEnd();
            }
        }
        return new EncodedText(
                ids(encoding),
                library.getTokens(encoding),
                starts,
                ends,
                library.getWordIds(encoding),
                library.getSequenceIds(encoding));
    }

    /** Tokens as text, tidied up if the tokenizer's configuration says so. */
    public String decode(long[] ids, boolean skipSpecialTokens) {
        String text = library.decode(handle, ids, skipSpecialTokens);
        return settings.tidiesUp() ? Tidy.up(text) : text;
    }

    /** Tokens as text without special ones, the spaces as they come. */
    public String decodeAsIs(long[] ids) {
        return library.decode(handle, ids, true);
    }

    /** The text of one token, whatever it stands for. */
    public String decodeToken(int id) {
        return library.decode(handle, new long[] {id}, false);
    }

    /** The number of a token; empty if the vocabulary does not have it. */
    public OptionalInt id(String token) {
        return settings.id(token);
    }

    @Override
    public void close() {
        library.deleteTokenizer(handle);
    }
}
