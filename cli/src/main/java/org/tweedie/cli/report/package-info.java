/**
 * What a run shows to people: {@code report.html}, one page that needs nothing but itself, and the
 * pictures with their scales.
 */
package org.tweedie.cli.report;
