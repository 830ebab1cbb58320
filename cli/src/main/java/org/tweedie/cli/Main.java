package org.tweedie.cli;

/** The program {@code tweedie}. */
public final class Main {
  private Main() {}

  /** Runs a command and exits with its code. */
  public static void main(String[] args) {
    System.out.println("tweedie");
  }
}
