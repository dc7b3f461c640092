package io.bulkhead.plugin.huggingface.task;

import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.plugin.huggingface.call.Arguments;
import io.bulkhead.plugin.huggingface.call.Signature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code question-answering}: where in a text the answer to a question stands. */
final class QuestionAnswering implements Task {
    private static final Signature SIGNATURE =
            new Signature(
                    "question-answering",
                    List.of("inputs"),
                    Set.of(
                            "question",
                            "context",
                            "top_k",
                            "topk",
                            "doc_stride",
                            "max_answer_len",
                            "max_seq_len",
                            "max_question_len",
                            "handle_impossible_answer",
                            "align_to_words",
                            "padding"));

    private record Question(String question, String context) {}

    private final TextModel model;

    QuestionAnswering(TextModel model) {
        this.model = model;
    }

    @Override
    public Signature signature() {
        return SIGNATURE;
    }

    @Override
    public Object call(Arguments arguments, RequestContext context) {
        SpanSearch.Options options = SpanSearch.Options.of(arguments, model);
        List<Object> answers = new ArrayList<>();
        for (Question one : questions(arguments)) {
            answers.add(answer(one, options));
        }
        return answers.size() == 1 ? answers.get(0) : answers;
    }

    private Object answer(Question one, SpanSearch.Options options) {
        List<Object> answers = new ArrayList<>();
        for (SpanSearch.Span span :
                new SpanSearch(model, options).search(one.question(), one.context())) {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("score", span.score());
            answer.put("start", (long) span.start());
            answer.put("end", (long) span.end());
            answer.put("answer", new CodePoints(one.context()).slice(span.start(), span.end()));
            answers.add(answer);
        }
        return answers.size() == 1 ? answers.get(0) : answers;
    }

    private static List<Question> questions(Arguments arguments) {
        if (arguments.has("inputs")) {
            return documents(arguments);
        }
        arguments.require("question");
        arguments.require("context");
        List<String> questions = arguments.texts("question").orElse(List.of());
        List<String> contexts = arguments.texts("context").orElse(List.of());
        boolean shared = arguments.require("context") instanceof String;
        if (!shared && questions.size() != contexts.size()) {
            throw arguments.refusal(
                    "there are "
                            + questions.size()
                            + " questions and "
                            + contexts.size()
                            + " contexts; send one context for each question");
        }
        List<Question> all = new ArrayList<>();
        for (int i = 0; i < questions.size(); i++) {
            all.add(question(arguments, questions.get(i), contexts.get(shared ? 0 : i)));
        }
        return all;
    }

    private static List<Question> documents(Arguments arguments) {
        Object inputs = arguments.require("inputs");
        List<Question> all = new ArrayList<>();
        for (Object one : inputs instanceof List<?> list ? list : List.of(inputs)) {
            if (!(one instanceof Map<?, ?> document)
                    || !(document.get("question") instanceof String question)
                    || !(document.get("context") instanceof String context)) {
                throw arguments.refusal(
                        "inputs must be objects with question and context, found "
                                + Arguments.shown(one));
            }
            all.add(question(arguments, question, context));
        }
        return all;
    }

    private static Question question(Arguments arguments, String question, String context) {
        if (question.isEmpty() || context.isEmpty()) {
            throw arguments.refusal((question.isEmpty() ? "question" : "context") + " is empty");
        }
        return new Question(question, context);
    }

    @Override
    public void close() {
        model.close();
    }
}
