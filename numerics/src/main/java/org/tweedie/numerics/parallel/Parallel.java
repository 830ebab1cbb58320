package org.tweedie.numerics.parallel;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntConsumer;
import org.tweedie.numerics.fft.FftClock;

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
   * <p>If tasks fail, the failure of the smallest failing index is thrown in the caller, as it is;
   * indices above it may not have run.
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
      Pool.EXECUTOR.execute(loop::help);
    }
    loop.run();
    loop.await();
  }

  private static final class Loop {
    private final int n;
    private IntConsumer task;
    private final AtomicInteger next = new AtomicInteger();
    private final CountDownLatch ended;
    private final AtomicReferenceArray<Throwable> failures;
    private volatile boolean failed;

    Loop(int n, IntConsumer task) {
      this.n = n;
      this.task = task;
      this.ended = new CountDownLatch(n);
      this.failures = new AtomicReferenceArray<>(n);
    }

    /** What a thread does that was not at work before. */
    void help() {
      FftClock.atWork(1);
      run();
      FftClock.atWork(-1);
    }

    void run() {
      // Indices are handed out in order: when one fails, every smaller one has at least begun.
      for (int i = next.getAndIncrement(); i < n; i = next.getAndIncrement()) {
        try {
          if (!failed) {
            task.accept(i);
          }
        } catch (RuntimeException | Error e) {
          failures.set(i, e);
          failed = true;
        } finally {
          ended.countDown();
        }
      }
    }

    void await() {
      boolean interrupted = false;
      FftClock.atWork(-1);
      while (true) {
        try {
          ended.await();
          break;
        } catch (InterruptedException e) {
          interrupted = true; // tasks that have begun must end before the caller may go on
        }
      }
      FftClock.atWork(1);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      // A helper that comes late finds no index left; until then it must not hold the task's data.
      task = null;
      for (int i = 0; failed && i < n; i++) {
        Throwable e = failures.get(i);
        if (e instanceof RuntimeException r) {
          throw r;
        }
        if (e instanceof Error r) {
          throw r;
        }
      }
    }
  }
}
