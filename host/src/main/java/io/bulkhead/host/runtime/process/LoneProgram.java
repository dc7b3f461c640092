package io.bulkhead.host.runtime.process;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.host.config.LogLevel;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A program whose children hold one model, which lives as long as they do. */
record LoneProgram(ChildProgram program) implements PoolProgram {
    @Override
    public String words() {
        return program.words();
    }

    @Override
    public Running start(List<PoolMember> members, Listener listener) throws IOException {
        PoolMember only = members.get(0);
        ChildProgram.Running running =
                program.start(
                        new ChildProgram.Listener() {
                            @Override
                            public void ready() {
                                listener.ready(only);
                            }

                            @Override
                            public void failed(ServingException reason) {
                                listener.failed(only, reason);
                            }
                        });
        return new LoneChild(running);
    }

    private record LoneChild(ChildProgram.Running running) implements Running {
        @Override
        public ChildCalls calls(PoolMember member) {
            return running.calls();
        }

        @Override
        public void load(PoolMember member) {
            throw new IllegalStateException("this process holds one model");
        }

        @Override
        public void unload(PoolMember member) {
            // it ends with its model
        }

        @Override
        public void levels(Map<String, LogLevel> levels) {
            // its lines are filtered here
        }

        @Override
        public Process process() {
            return running.process();
        }

        @Override
        public ChildCalls calls() {
            return running.calls();
        }

        @Override
        public void stop() {
            running.stop();
        }

        @Override
        public void kill() {
            running.kill();
        }

        @Override
        public String lastWords(int exit) throws InterruptedException {
            return running.lastWords(exit);
        }

        @Override
        public void close() {
            running.close();
        }
    }
}
