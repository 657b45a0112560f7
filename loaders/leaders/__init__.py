"""Heads of state and government: Archigos, and the list of leaders of REIGN."""
