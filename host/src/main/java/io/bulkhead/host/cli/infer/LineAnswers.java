package io.bulkhead.host.cli.infer;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.codec.json.InferenceRequestReader;
import io.bulkhead.codec.json.ParsedResponse;
import io.bulkhead.host.cli.infer.InferFailure.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Gets answers to a few lines. Those that are alike are sent as one request if so many may; should
 * that fail, each is sent alone, so that a wrong one fails alone.
 */
final class LineAnswers {
    private final BatchJob job;
    private final InferClient client;
    private final BatchLog log;

    LineAnswers(BatchJob job, InferClient client, BatchLog log) {
        this.job = job;
        this.client = client;
        this.log = log;
    }

    /**
     * An answer or a reason for each line.
     *
     * @throws InferFailure if nobody listens at the server's address any more
     */
    List<AnswerLine> to(List<Line> lines) throws InferFailure, InterruptedException {
        List<AnswerLine> answers = new ArrayList<>();
        List<List<Asked>> groups = new ArrayList<>();
        Map<MergeKey, List<Asked>> alike = new LinkedHashMap<>();
        for (Line line : lines) {
            try {
                Asked asked = new Asked(line.index(), parse(line));
                group(asked, alike, groups);
            } catch (ServingException e) {
                log.failed(line.index(), e.reason());
                answers.add(AnswerLine.failed(line.index(), e.reason()));
            }
        }
        for (List<Asked> group : groups) {
            answers.addAll(group.size() == 1 ? List.of(alone(group.get(0))) : together(group));
        }
        return answers;
    }

    private static InferenceRequest parse(Line line) {
        return InferenceRequestReader.read(line.text(), 0, line.text().length);
    }

    private void group(Asked asked, Map<MergeKey, List<Asked>> alike, List<List<Asked>> groups) {
        Optional<MergeKey> key =
                job.batchSize() == 1 ? Optional.empty() : MergeKey.of(asked.request());
        if (key.isEmpty()) {
            groups.add(List.of(asked));
            return;
        }
        alike.computeIfAbsent(
                        key.get(),
                        wanted -> {
                            List<Asked> group = new ArrayList<>();
                            groups.add(group);
                            return group;
                        })
                .add(asked);
    }

    private AnswerLine alone(Asked asked) throws InferFailure, InterruptedException {
        try {
            ParsedResponse reply = send(asked.request());
            return AnswerLine.answered(
                    asked, reply.model(), asked.request().id(), reply.response());
        } catch (InferFailure e) {
            if (e.kind() == Kind.UNREACHABLE) {
                throw e;
            }
            log.failed(asked.index(), e.reason());
            return AnswerLine.failed(asked.index(), e.reason());
        }
    }

    private List<AnswerLine> together(List<Asked> group) throws InferFailure, InterruptedException {
        MergedRequest merged = MergedRequest.of(group);
        try {
            ParsedResponse reply = send(merged.request());
            Optional<List<InferenceResponse>> parts = merged.split(reply.response());
            if (parts.isPresent()) {
                List<AnswerLine> answers = new ArrayList<>();
                for (int i = 0; i < group.size(); i++) {
                    answers.add(
                            AnswerLine.answered(
                                    group.get(i),
                                    reply.model(),
                                    merged.request().id(),
                                    parts.get().get(i)));
                }
                return answers;
            }
            log.detail("rows of the answer are not those of the request: lines are sent alone");
        } catch (InferFailure e) {
            if (e.kind() == Kind.UNREACHABLE) {
                throw e;
            }
            log.detail(group.size() + " lines together: " + e.reason() + "; they are sent alone");
        }
        List<AnswerLine> answers = new ArrayList<>();
        for (Asked asked : group) {
            answers.add(alone(asked));
        }
        return answers;
    }

    private ParsedResponse send(InferenceRequest request)
            throws InferFailure, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                log.request(request);
                ParsedResponse reply = client.infer(job.model(), request);
                log.response(reply);
                return reply;
            } catch (InferFailure e) {
                if (attempt >= job.attempts() || e.kind() == Kind.REFUSED) {
                    throw e;
                }
                log.detail("attempt " + attempt + " of " + job.attempts() + ": " + e.reason());
                TimeUnit.MILLISECONDS.sleep(job.pace().retryPause().toMillis());
            }
        }
    }
}
