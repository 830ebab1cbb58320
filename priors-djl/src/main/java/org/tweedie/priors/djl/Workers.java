package org.tweedie.priors.djl;

import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Threads that each run the network on one image with one thread of the library's.
 *
 * <p>The library's own threads meet after every layer, and wait for the last whenever another
 * program holds a core; these meet once a pass. It also makes the outcome for an image independent
 * of what else is in the batch, to the bit: the library's layers round otherwise on another number
 * of threads. An image alone in its batch can be given more of them, at that price.
 */
final class Workers implements AutoCloseable {
  private final ExecutorService pool;
  private final Optional<ExecutorService> several;

  /**
   * Threads that start when they are first needed.
   *
   * @param count how many images are worked on at a time, at least 1
   * @param alone how many of the library's threads an image has that is alone in its batch, at
   *     least 1
   */
  Workers(int count, int alone) {
    this.pool = pool(count, 1);
    this.several = alone == 1 ? Optional.empty() : Optional.of(pool(1, alone));
  }

  private static ExecutorService pool(int count, int each) {
    return Executors.newFixedThreadPool(
        count,
        task -> {
          Thread t = new Thread(() -> run(task, each), "network-prior");
          t.setDaemon(true);
          return t;
        });
  }

  private static void run(Runnable task, int threads) {
    // The number is the thread's own, but it is also what threads that come new to the library
    // start with: put that back.
    synchronized (Workers.class) {
      int others = JniUtils.getNumThreads();
      JniUtils.setNumThreads(threads);
      Thread restore = new Thread(() -> JniUtils.setNumThreads(others), "network-prior-start");
      restore.start();
      try {
        restore.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    task.run();
  }

  /** Runs the tasks, one for each part of a batch, at most {@code count} at a time. */
  <T> List<T> all(List<Supplier<T>> tasks) {
    List<T> out = new ArrayList<>(tasks.size());
    ExecutorService on = tasks.size() == 1 ? several.orElse(pool) : pool;
    List<CompletableFuture<T>> running =
        tasks.stream().map(t -> CompletableFuture.supplyAsync(t, on)).toList();
    // All of them, even if one fails: what they work on is freed afterwards.
    RuntimeException failure = null;
    for (CompletableFuture<T> f : running) {
      try {
        out.add(f.join());
      } catch (CompletionException e) {
        failure = e.getCause() instanceof RuntimeException r ? r : e;
      }
    }
    if (failure != null) {
      throw failure;
    }
    return out;
  }

  @Override
  public void close() {
    pool.shutdown();
    several.ifPresent(ExecutorService::shutdown);
  }
}
