package io.bulkhead.plugin.huggingface.openai;

import java.util.List;
import java.util.Map;

/** How an endpoint writes texts. */
interface TextForm {
    /** What its ids begin with. */
    String idPrefix();

    /** What an answer, or a part of one, is called. */
    String object(boolean part);

    /** One text. */
    Map<String, Object> choice(int index, String text, Object probabilities, Object ending);

    /** What comes before the first part of a text. */
    List<Map<String, Object>> beginning(int index);

    /** A part of a text. */
    Map<String, Object> part(int index, String text, Object probabilities);

    /** What comes behind the last part. */
    Map<String, Object> ending(int index, String ending);

    /** How likely tokens were. */
    Object probabilities(TokenTexts tokens);
}
