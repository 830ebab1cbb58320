package org.tweedie.numerics.parallel;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/**
 * Runs a task for each index on at most as many threads as there are processors, or as the system
 * property {@code tweedie.threads} says. The caller works too and never waits for a task that has
 * not begun, so loops may be nested without a deadlock.
 *
 * <p>Tasks must be independent: write only to what belongs to their index. Then the result does not
 * depend on the number of threads.
 */
public final class Parallel {
  /** The system property that sets another number of threads; read at the first loop. */
  private static final String THREADS = "tweedie.threads";

  private Parallel() {}

  /** Created at the first parallel loop, so that merely loading a provider starts no thread. */
  private static final class Pool {
    static final int HELPERS =
        Math.max(1, Integer.getInteger(THREADS, Runtime.getRuntime().availableProcessors())) - 1;
    static final ExecutorService EXECUTOR = create();

    private static ExecutorService create() {
      ThreadPoolExecutor pool =
          new ThreadPoolExecutor(
              Math.max(1, HELPERS),
              Math.max(1, HELPERS),
              10,
              TimeUnit.SECONDS,
              new LinkedBlockingQueue<>(),
              task -> {
                Thread t = new Thread(task, "tweedie-parallel");
                t.setDaemon(true);
                return t;
              });
      pool.allowCoreThreadTimeOut(true);
      return pool;
    }
  }

  /**
   * Runs {@code task} for 0, 1, …, n − 1 and returns when all have ended.
   *
   * <p>If tasks fail, the failure of the smallest failing index is thrown in the caller, as it is.
   * Every index below it has run; those above it may not have.
   *
   * @param n number of indices, at least 0
   * @param task what to do
   */
  public static void forEach(int n, IntConsumer task) {
    if (n == 1 || Pool.HELPERS == 0) {
      for (int i = 0; i < n; i++) {
        task.accept(i);
      }
      return;
    }
    Loop loop = new Loop(n, task);
    for (int h = Math.min(n - 1, Pool.HELPERS); h > 0; h--) {
      Pool.EXECUTOR.execute(loop::run);
    }
    loop.run();
    loop.await();
  }

  private static final class Loop {
    private final int n;
    private IntConsumer task;
    private final AtomicInteger next = new AtomicInteger();
    private final CountDownLatch ended;
    private final AtomicReference<Failure> first = new AtomicReference<>();

    private record Failure(int index, Throwable cause) {}

    Loop(int n, IntConsumer task) {
      this.n = n;
      this.task = task;
      this.ended = new CountDownLatch(n);
    }

    void run() {
      for (int i = next.getAndIncrement(); i < n; i = next.getAndIncrement()) {
        try {
          // An index below a failing one runs in any case: it may fail too, and then counts.
          Failure f = first.get();
          if (f == null || i < f.index) {
            task.accept(i);
          }
        } catch (RuntimeException | Error e) {
          first.accumulateAndGet(
              new Failure(i, e), (a, b) -> a == null || b.index < a.index ? b : a);
        } finally {
          ended.countDown();
        }
      }
    }

    void await() {
      boolean interrupted = false;
      while (true) {
        try {
          ended.await();
          break;
        } catch (InterruptedException e) {
          interrupted = true; // tasks that have begun must end before the caller may go on
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      // A helper that comes late finds no index left; until then it must not hold the task's data.
      task = null;
      Failure f = first.get();
      if (f != null && f.cause instanceof RuntimeException e) {
        throw e;
      }
      if (f != null) {
        throw (Error) f.cause;
      }
    }
  }
}
