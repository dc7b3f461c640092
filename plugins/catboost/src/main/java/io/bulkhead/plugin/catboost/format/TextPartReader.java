package io.bulkhead.plugin.catboost.format;

import io.bulkhead.plugin.catboost.format.TextPart.Calcer;
import io.bulkhead.plugin.catboost.format.TextPart.Splitter;
import io.bulkhead.plugin.catboost.text.Dictionary;
import io.bulkhead.plugin.catboost.text.HashTable;
import io.bulkhead.plugin.catboost.text.Tokenizer;
import io.bulkhead.plugin.catboost.text.Tokenizer.Numbers;
import io.bulkhead.plugin.trees.MalformedModelException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the part of the binary format that is about texts. Good for one part. */
final class TextPartReader {
    static final String ID = "text_process_v2";

    private static final int TOKENIZER = 0;
    private static final int DICTIONARY = 1;
    private static final int CALCER = 2;
    private static final int TERMINATE = 3;
    private static final int BUCKET_BYTES = 2 * Long.BYTES;

    private final FileBytes file;
    private final Map<String, Tokenizer> tokenizers = new HashMap<>();
    private final Map<String, Dictionary> dictionaries = new HashMap<>();
    private final Map<String, Calcer> calcers = new HashMap<>();

    TextPartReader(FileBytes file) {
        this.file = file;
    }

    TextPart read() throws MalformedModelException {
        file.expectMagic(ID);
        FlatTable header = file.table();
        for (int type = readPart(); type != TERMINATE; ) {
            type = readPart();
        }
        List<String> splitterIds = header.guids(0);
        List<String> dictionaryIds = header.guids(1);
        List<Splitter> splitters = new ArrayList<>();
        for (int i = 0; i < Math.min(splitterIds.size(), dictionaryIds.size()); i++) {
            splitters.add(
                    new Splitter(
                            present(tokenizers, splitterIds.get(i)),
                            present(dictionaries, dictionaryIds.get(i))));
        }
        List<Calcer> all = new ArrayList<>();
        for (String id : header.guids(2)) {
            all.add(present(calcers, id));
        }
        return new TextPart(splitters, all, lists(header.tables(3)), lists(header.tables(4)));
    }

    private static <T> T present(Map<String, T> parts, String id) throws MalformedModelException {
        T part = parts.get(id);
        if (part == null) {
            throw new MalformedModelException("a part that reads texts is missing");
        }
        return part;
    }

    private static List<int[]> lists(List<FlatTable> tables) throws MalformedModelException {
        List<int[]> lists = new ArrayList<>();
        for (FlatTable table : tables) {
            lists.add(table.ints(0));
        }
        return lists;
    }

    private int readPart() throws MalformedModelException {
        FlatTable part = file.table();
        int type = part.byteOr(0, 0);
        String id = part.guid(1);
        switch (type) {
            case TOKENIZER -> tokenizers.put(id, tokenizer());
            case DICTIONARY -> dictionaries.put(id, dictionary());
            case CALCER -> calcers.put(id, new TextCalcerReader(file).read(id));
            case TERMINATE -> {}
            default -> throw new MalformedModelException("a part of texts of type " + type);
        }
        return type;
    }

    private Tokenizer tokenizer() throws MalformedModelException {
        file.expectMagic("TokenizerV1");
        file.skipGuid();
        boolean lowercase = file.flag();
        boolean lemmas = file.flag();
        Numbers numbers = numbers(file.intBelow(3, "ways to treat numbers"));
        String numberToken = file.text();
        boolean bySense = file.intBelow(2, "ways to split texts") == 1;
        String delimiter = file.text();
        boolean anyOf = file.flag();
        boolean skipEmpty = file.flag();
        file.skipInts(); // the kinds of tokens, of texts that are split by sense
        file.intBelow(Integer.MAX_VALUE, "ways to split words");
        file.skipInts(); // languages, for lemmas
        if (bySense || lemmas) {
            throw new MalformedModelException(
                    "texts are "
                            + (lemmas ? "lemmatized" : "split by sense (separator_type BySense)")
                            + ", which is not supported; split at delimiters they are; "
                            + TextPart.IN_PYTHON);
        }
        return new Tokenizer(lowercase, numbers, numberToken, delimiter, anyOf, skipEmpty);
    }

    private static Numbers numbers(int code) {
        return switch (code) {
            case 0 -> Numbers.SKIP;
            case 1 -> Numbers.KEEP;
            default -> Numbers.REPLACE;
        };
    }

    private Dictionary dictionary() throws MalformedModelException {
        file.expectMagic("DictionaryV1");
        file.skipGuid();
        file.expectMagic("MMapDictionary");
        file.size(); // of all that follows
        FlatTable about = file.table();
        FlatTable options = about.requiredTable(1, "options of a dictionary");
        boolean letters = options.byteOr(0, 0) == 1;
        int order = options.intOr(1, 1);
        int skip = options.intOr(2, 0);
        if (order < 1 || order > 1000 || skip < 0 || skip > 1000) {
            throw new MalformedModelException(
                    "a dictionary of " + order + " tokens in a row that skips " + skip);
        }
        boolean endOfWord = options.byteOr(4, 1) == 1;
        boolean endOfSentence = options.byteOr(5, 0) == 1;
        HashTable tokens = hashTable();
        Optional<HashTable> grams =
                letters || order == 1 ? Optional.empty() : Optional.of(hashTable());
        return new Dictionary(
                new Dictionary.Options(letters, order, skip, endOfWord, endOfSentence),
                about.intOr(3, 0),
                tokens,
                grams);
    }

    private HashTable hashTable() throws MalformedModelException {
        long size = file.size();
        long seed = file.longValue();
        int count = file.countOf(size / BUCKET_BYTES, BUCKET_BYTES);
        long[] hashes = new long[count];
        int[] ids = new int[count];
        for (int i = 0; i < count; i++) {
            hashes[i] = file.longValue();
            ids[i] = (int) file.longValue();
        }
        if (size != (long) count * BUCKET_BYTES || !HashTable.isSearchable(hashes)) {
            throw new MalformedModelException("a dictionary that cannot be searched");
        }
        return new HashTable(seed, hashes, ids);
    }
}
