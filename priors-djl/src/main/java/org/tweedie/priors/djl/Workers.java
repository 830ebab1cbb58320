package org.tweedie.priors.djl;

import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.List;
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
 * of what else is in the batch, to the bit.
 */
final class Workers implements AutoCloseable {
  private final int count;
  private final ExecutorService pool;

  /**
   * Threads that start with the first pass over several images.
   *
   * @param count how many, at least 1; with 1 everything runs on the caller
   */
  Workers(int count) {
    this.count = count;
    this.pool =
        Executors.newFixedThreadPool(
            count,
            task -> {
              Thread t = new Thread(() -> single(task), "network-prior");
              t.setDaemon(true);
              return t;
            });
  }

  private static void single(Runnable task) {
    // The number is the thread's own, but it is also what threads that come new to the library
    // start
    // with: put that back.
    synchronized (Workers.class) {
      int others = JniUtils.getNumThreads();
      JniUtils.setNumThreads(1);
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

  /**
   * Runs the tasks, at most {@code count} at a time; a single one with all of the library's
   * threads.
   */
  <T> List<T> all(List<Supplier<T>> tasks) {
    List<T> out = new ArrayList<>(tasks.size());
    if (tasks.size() == 1 || count == 1) {
      tasks.forEach(t -> out.add(t.get()));
      return out;
    }
    List<CompletableFuture<T>> running =
        tasks.stream().map(t -> CompletableFuture.supplyAsync(t, pool)).toList();
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
  }
}
