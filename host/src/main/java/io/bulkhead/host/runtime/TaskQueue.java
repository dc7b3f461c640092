package io.bulkhead.host.runtime;

import java.util.AbstractQueue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that wait for a model's threads: the most urgent level first, and within a level in the
 * order they came. Bounded over all levels; what the JDK has is either bounded or ordered.
 */
final class TaskQueue extends AbstractQueue<Runnable> implements BlockingQueue<Runnable> {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition notEmpty = lock.newCondition();
    private final Condition notFull = lock.newCondition();
    private final List<Deque<Runnable>> levels;
    private final int defaultLevel;
    private final int capacity;
    private int size; // guarded by lock

    /**
     * @param levels how many; 1 is the most urgent
     * @param defaultLevel of tasks that do not say
     */
    TaskQueue(int levels, int defaultLevel, int capacity) {
        this.levels =
                IntStream.range(0, levels)
                        .<Deque<Runnable>>mapToObj(i -> new ArrayDeque<>(1))
                        .toList();
        this.defaultLevel = defaultLevel;
        this.capacity = capacity;
    }

    private Deque<Runnable> levelOf(Runnable runnable) {
        int priority = runnable instanceof ModelThreads.Task task ? task.priority() : 0;
        int level = priority <= 0 ? defaultLevel : Math.min(priority, levels.size());
        return levels.get(level - 1);
    }

    @Override
    public boolean offer(Runnable task) {
        lock.lock();
        try {
            if (size >= capacity) {
                return false;
            }
            add(levelOf(task), task);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void add(Deque<Runnable> level, Runnable task) {
        level.addLast(task);
        size++;
        notEmpty.signal();
    }

    @Override
    public boolean offer(Runnable task, long timeout, TimeUnit unit) throws InterruptedException {
        long left = unit.toNanos(timeout);
        lock.lockInterruptibly();
        try {
            while (size >= capacity) {
                if (left <= 0) {
                    return false;
                }
                left = notFull.awaitNanos(left);
            }
            add(levelOf(task), task);
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void put(Runnable task) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (size >= capacity) {
                notFull.await();
            }
            add(levelOf(task), task);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable Runnable poll() {
        lock.lock();
        try {
            return next();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable Runnable poll(long timeout, TimeUnit unit) throws InterruptedException {
        long left = unit.toNanos(timeout);
        lock.lockInterruptibly();
        try {
            while (size == 0) {
                if (left <= 0) {
                    return null;
                }
                left = notEmpty.awaitNanos(left);
            }
            return next();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Runnable take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Runnable task = next();
            while (task == null) {
                notEmpty.await();
                task = next();
            }
            return task;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Runnable next() {
        for (int i = 0; size > 0 && i < levels.size(); i++) {
            Runnable task = levels.get(i).pollFirst();
            if (task != null) {
                left();
                return task;
            }
        }
        return null;
    }

    private void left() {
        size--;
        notFull.signal();
    }

    @Override
    public @Nullable Runnable peek() {
        lock.lock();
        try {
            return size == 0 ? null : snapshot().get(0);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean remove(Object task) {
        if (!(task instanceof Runnable runnable)) {
            return false;
        }
        lock.lock();
        try {
            boolean found = levelOf(runnable).remove(runnable);
            if (found) {
                left();
            }
            return found;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int drainTo(Collection<? super Runnable> target) {
        return drainTo(target, Integer.MAX_VALUE);
    }

    @Override
    public int drainTo(Collection<? super Runnable> target, int most) {
        lock.lock();
        try {
            int count = Math.min(most, size);
            for (int i = 0; i < count; i++) {
                Runnable task = next();
                if (task != null) {
                    target.add(task);
                }
            }
            return count;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int size() {
        lock.lock();
        try {
            return size;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int remainingCapacity() {
        return capacity - size();
    }

    /** Over what waits now; does not remove. */
    @Override
    public Iterator<Runnable> iterator() {
        lock.lock();
        try {
            return List.copyOf(snapshot()).iterator();
        } finally {
            lock.unlock();
        }
    }

    private List<Runnable> snapshot() {
        List<Runnable> all = new ArrayList<>(size);
        levels.forEach(all::addAll);
        return all;
    }
}
