/** The command line. */
package org.tweedie.cli;
